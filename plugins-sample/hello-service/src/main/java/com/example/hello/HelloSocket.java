package com.example.hello;

import io.bouquet.web.Secured;
import io.bouquet.web.socket.SocketEndpoint;
import io.bouquet.web.socket.SocketListener;
import io.bouquet.web.socket.SocketService;
import io.bouquet.web.socket.SocketSession;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Version;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Greets each name that a client sends. */
@Component
@SocketService(path = "/greetings", maxMessageBytes = 1000)
@Secured(scopes = "greetings")
public final class HelloSocket implements SocketEndpoint {
    private final Version version;

    @Activate
    public HelloSocket(BundleContext context) {
        version = context.getBundle().getVersion();
    }

    @Override
    public SocketListener open(SocketSession session) {
        return name -> session.send("Hello, " + name + "! This is version " + version + ".");
    }
}
