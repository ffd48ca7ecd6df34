package com.example.cookbook;

import io.bouquet.web.socket.SocketClosedException;
import io.bouquet.web.socket.SocketEndpoint;
import io.bouquet.web.socket.SocketListener;
import io.bouquet.web.socket.SocketService;
import io.bouquet.web.socket.SocketSession;
import org.osgi.service.component.annotations.Component;

/** A WebSocket: answers each number of minutes with seconds. */
@Component
@SocketService(path = "/cookbook/timer", maxMessageBytes = 100)
public final class Timer implements SocketEndpoint {
    @Override
    public SocketListener open(SocketSession session) {
        return minutes -> session.send(seconds(minutes) + " s");
    }

    private static int seconds(String minutes) {
        if (!minutes.matches("\\d{1,4}")) {
            throw new SocketClosedException(SocketSession.POLICY, "send a number of minutes, up to 9999");
        }
        return Integer.parseInt(minutes) * 60;
    }
}
