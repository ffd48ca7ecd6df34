package io.bouquet.jobs.console;

import io.bouquet.console.spi.ConsolePage;
import io.bouquet.console.spi.ConsolePageService;
import io.bouquet.console.spi.PageException;
import io.bouquet.console.spi.PageRequest;
import io.bouquet.console.spi.PageView;
import io.bouquet.jobs.Caller;
import io.bouquet.jobs.Job;
import io.bouquet.jobs.JobPage;
import io.bouquet.jobs.JobQuery;
import io.bouquet.jobs.JobResult;
import io.bouquet.jobs.Jobs;
import io.bouquet.jobs.ResultPage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The page of jobs: progress, first results, cancel, delete. */
@Component
@ConsolePageService(path = "jobs", title = "Jobs", order = 35)
public final class JobsPage implements ConsolePage {
    private static final String CANCEL = "/cancel";
    private static final String DELETE = "/delete";
    private static final int PAGE_SIZE = 20;
    private static final int SHOWN_RESULTS = 5;
    private static final int SHOWN_CHARACTERS = 2_000;
    private static final int REFRESH_SECONDS = 2;

    private final Jobs jobs;

    @Activate
    public JobsPage(@Reference Jobs jobs) {
        this.jobs = jobs;
    }

    @Override
    public PageView show(PageRequest request) {
        String rest = request.rest();
        if (rest.isEmpty()) {
            return list(request);
        }
        for (String action : List.of(CANCEL, DELETE)) {
            if (rest.endsWith(action)) {
                Job job = find(request, rest.substring(0, rest.length() - action.length()));
                return PageView.of(
                        action.substring(1),
                        Map.of("title", action.equals(CANCEL) ? "Cancel" : "Delete", "job", JobView.of(job)));
            }
        }
        return detail(request, rest);
    }

    private PageView list(PageRequest request) {
        String after = request.parameter("after");
        JobPage page = jobs.find(new JobQuery(caller(request), null, null, after.isEmpty() ? null : after, PAGE_SIZE));
        List<JobView> shown = page.jobs().stream().map(JobView::of).toList();
        Map<String, Object> model = new HashMap<>();
        model.put("jobs", shown);
        model.put("admin", request.isAdmin());
        model.put("deleted", request.parameters().containsKey("deleted"));
        model.put(
                "older",
                page.hasMore()
                        ? "/console/jobs?after=" + shown.get(shown.size() - 1).id()
                        : "");
        model.put("newest", after.isEmpty() ? "" : "/console/jobs");
        model.put("refresh", shown.stream().anyMatch(JobView::isOpen) ? REFRESH_SECONDS : 0);
        return PageView.of("jobs", model);
    }

    private PageView detail(PageRequest request, String id) {
        Job job = find(request, id);
        ResultPage page = jobs.results(id, caller(request), -1, SHOWN_RESULTS).orElseThrow(() -> missing(id));
        Map<String, Object> model = new HashMap<>();
        model.put("title", id);
        model.put("job", JobView.of(job));
        model.put("refresh", job.state().hasEnded() ? 0 : REFRESH_SECONDS);
        model.put(
                "results",
                page.results().stream()
                        .map(JobResult::json)
                        .map(JobsPage::shorten)
                        .toList());
        model.put("origin", request.origin());
        return PageView.of("job", model);
    }

    private static String shorten(String json) {
        return json.length() <= SHOWN_CHARACTERS ? json : json.substring(0, SHOWN_CHARACTERS) + "…";
    }

    @Override
    public PageView submit(PageRequest request) {
        String rest = request.rest();
        if (rest.endsWith(CANCEL)) {
            String id = rest.substring(0, rest.length() - CANCEL.length());
            if (jobs.cancel(id, caller(request)).isEmpty()) {
                throw missing(id);
            }
            return PageView.redirect("jobs/" + id);
        }
        if (rest.endsWith(DELETE)) {
            String id = rest.substring(0, rest.length() - DELETE.length());
            find(request, id);
            if (!jobs.delete(id, caller(request))) {
                throw new PageException(409, "The job has not ended; cancel it first.");
            }
            return PageView.redirect("jobs?deleted");
        }
        throw new PageException(405, "To create a job, use POST /api/jobs.");
    }

    private Job find(PageRequest request, String id) {
        return jobs.get(id, caller(request)).orElseThrow(() -> missing(id));
    }

    private static Caller caller(PageRequest request) {
        return new Caller(request.account(), request.isAdmin());
    }

    private static PageException missing(String id) {
        return new PageException(404, "There is no job '" + id + "' of yours; it may have been deleted.");
    }
}
