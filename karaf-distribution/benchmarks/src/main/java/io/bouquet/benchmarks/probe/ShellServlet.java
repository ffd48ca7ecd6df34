package io.bouquet.benchmarks.probe;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.security.PrivilegedActionException;
import java.security.PrivilegedExceptionAction;
import java.util.List;
import javax.security.auth.Subject;
import javax.servlet.Servlet;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.apache.karaf.jaas.boot.principal.RolePrincipal;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.api.console.SessionFactory;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.http.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** The platform's shell, without the second of processor time that a client by SSH takes to start. */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern("/benchmark-shell")
public final class ShellServlet extends HttpServlet {
    private final transient SessionFactory sessions;

    @Activate
    public ShellServlet(@Reference SessionFactory sessions) {
        this.sessions = sessions;
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String body = new String(request.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int end = body.indexOf('\n');
        String command = end < 0 ? body : body.substring(0, end);
        InputStream input = new ByteArrayInputStream(
                (end < 0 ? "" : body.substring(end + 1) + "\n").getBytes(StandardCharsets.UTF_8));
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
        Subject administrator = new Subject();
        for (String role : List.of("admin", "manager", "viewer", "systembundles")) {
            administrator.getPrincipals().add(new RolePrincipal(role));
        }
        try (Session session = sessions.create(input, out, out)) {
            Subject.doAs(administrator, (PrivilegedExceptionAction<Object>) () -> session.execute(command));
        } catch (PrivilegedActionException e) {
            response.setStatus(422);
            out.println(e.getException().getMessage());
        }
        out.flush();
        response.setContentType("text/plain; charset=utf-8");
        response.getOutputStream().write(printed.toByteArray());
    }
}
