package io.bouquet.console;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.http.runtime.HttpServiceRuntime;

/** Checks that the console works: it answers over HTTP, renders its login page, and has pages. */
@Component(property = {HealthCheck.NAME + "=console", HealthCheck.TAGS + "=ready"})
public final class ConsoleCheck implements HealthCheck {
    private final ConsolePages pages;
    private final HttpServiceRuntime http;
    private final PageRenderer renderer = new PageRenderer(Frame.class);

    @Activate
    public ConsoleCheck(@Reference ConsolePages pages, @Reference HttpServiceRuntime http) {
        this.pages = pages;
        this.http = http;
    }

    @Override
    public Result execute() {
        FormattingResultLog log = new FormattingResultLog();
        boolean serves = Stream.of(http.getRuntimeDTO().servletContextDTOs)
                .flatMap(context -> Arrays.stream(context.servletDTOs))
                .anyMatch(servlet -> ConsoleServlet.NAME.equals(servlet.name));
        int count = pages.list().size();
        if (!serves) {
            log.temporarilyUnavailable(
                    "the console is not registered over HTTP; route:list --failed may list the reason");
        } else if (count == 0) {
            log.temporarilyUnavailable("no page is registered; are the bundles io.bouquet.*.console active?");
        } else {
            renderer.render("login", Map.of("csrf", "", "next", "", "name", "", "problem", "", "ended", false));
            log.info("{} pages", count);
        }
        return new Result(log);
    }
}
