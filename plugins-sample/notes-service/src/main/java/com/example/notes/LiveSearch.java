package com.example.notes;

import io.bouquet.web.Secured;
import io.bouquet.web.socket.SocketEndpoint;
import io.bouquet.web.socket.SocketListener;
import io.bouquet.web.socket.SocketService;
import io.bouquet.web.socket.SocketSession;
import java.util.Locale;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Finds notes while somebody types: each message is answered by the titles that contain it, one in each line. */
@Component
@SocketService(path = "/notes/search", maxMessageBytes = 200)
@Secured(scopes = "notes")
public final class LiveSearch implements SocketEndpoint {
    private final Notes notes;

    @Activate
    public LiveSearch(@Reference Notes notes) {
        this.notes = notes;
    }

    @Override
    public SocketListener open(SocketSession session) {
        return text -> session.send(titles(text.toLowerCase(Locale.ROOT)));
    }

    private String titles(String part) {
        return notes.all()
                .map(StoredNote::title)
                .filter(title -> title.toLowerCase(Locale.ROOT).contains(part))
                .collect(Collectors.joining("\n"));
    }
}
