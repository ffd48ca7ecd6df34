package io.bouquet.web.jetty;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.Executor;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** A connection that is no longer HTTP: it sends back what it receives. */
final class EchoConnection extends AbstractConnection {
    private EchoConnection(EndPoint client, Executor executor) {
        super(client, executor);
    }

    static void upgrade(HttpServletRequest request) {
        Map.Entry<?, ?> own = (Map.Entry<?, ?>) request.getAttribute("io.bouquet.web.jetty.upgrade");
        Request core = (Request) own.getKey();
        Response answer = (Response) own.getValue();
        EndPoint client = core.getConnectionMetaData().getConnection().getEndPoint();
        Executor executor = core.getConnectionMetaData().getConnector().getExecutor();
        core.setAttribute(HttpStream.UPGRADE_CONNECTION_ATTRIBUTE, new EchoConnection(client, executor));
        answer.setStatus(101);
        answer.getHeaders().put("Connection", "Upgrade").put("Upgrade", "websocket");
        answer.write(true, null, Callback.NOOP);
    }

    @Override
    public void onOpen() {
        super.onOpen();
        fillInterested();
    }

    @Override
    public void onFillable() {
        ByteBuffer buffer = ByteBuffer.allocate(100).flip();
        try {
            int filled = getEndPoint().fill(buffer);
            if (filled > 0) {
                getEndPoint().write(Callback.NOOP, buffer);
            }
            if (filled < 0) {
                close();
            } else {
                fillInterested();
            }
        } catch (IOException e) {
            close();
        }
    }
}
