package io.bouquet.benchmarks.probe;

import io.bouquet.tagging.AnnotationRequest;
import io.bouquet.tagging.AnnotationResult;
import io.bouquet.tagging.Broker;
import io.bouquet.tagging.Lease;
import io.bouquet.tagging.PendingResult;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URL;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.servlet.Servlet;
import javax.servlet.ServletException;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.http.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/**
 * The broker and the bare loop, in this process, over the texts of the body, one on a line. They take turns of a tenth of
 * a second, so that whatever else the machine does meets both. Answers, for each of the two, the texts a second and the
 * texts a second of processor time: all of the process, so that threads behind the broker, compiler and garbage
 * collector count.
 */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern("/benchmark-in-process")
public final class InProcessServlet extends HttpServlet {
    private static final long TURN_NANOS = 100_000_000;

    private final transient BundleContext context;
    private final transient Broker broker;
    /** One for each thread, made when first asked for. */
    private final transient List<BareLoop> loops = new ArrayList<>();

    @Activate
    public InProcessServlet(BundleContext context, @Reference Broker broker) {
        this.context = context;
        this.broker = broker;
    }

    @Override
    protected synchronized void doPost(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        List<String> layers = List.of(request.getParameter("layers").split(","));
        int threads = Integer.parseInt(request.getParameter("threads"));
        int callers = Integer.parseInt(request.getParameter("callers"));
        int ahead = Integer.parseInt(request.getParameter("ahead"));
        long nanos = Long.parseLong(request.getParameter("nanos"));
        List<String> texts = request.getReader().lines().toList();
        if (loops.size() < threads) {
            loops.clear();
            BareLoop.Models models = BareLoop.Models.of(files());
            while (loops.size() < threads) {
                loops.add(new BareLoop(models));
            }
        }
        BareLoop.Work work = BareLoop.Work.of(layers);
        List<Side> byBareLoop = loops.subList(0, threads).stream()
                .<Side>map(loop -> text -> loop.run(text, work))
                .toList();
        Tally broker = new Tally();
        Tally bare = new Tally();
        ExecutorService pool = Executors.newFixedThreadPool(Math.max(threads, callers));
        try (Lease lease = this.broker.lease(layers)) {
            List<Side> byBroker = Stream.<Side>generate(() -> new ByBroker(lease, layers, ahead))
                    .limit(callers)
                    .toList();
            int turns = (int) Math.max(1, nanos / TURN_NANOS);
            for (int i = 0; i < turns; i++) {
                // one and the other first, over the same texts
                int first = i * texts.size() / turns;
                if (i % 2 == 0) {
                    turn(pool, byBroker, texts, first, broker);
                }
                turn(pool, byBareLoop, texts, first, bare);
                if (i % 2 != 0) {
                    turn(pool, byBroker, texts, first, broker);
                }
            }
        } finally {
            pool.shutdownNow();
        }
        response.setContentType("text/plain");
        response.getWriter().println(broker + " " + bare);
    }

    /** What the turns of one side came to. */
    private static final class Tally {
        private long texts;
        private long nanos;
        private long processorNanos;

        @Override
        public String toString() {
            return texts * 1e9 / nanos + " " + texts * 1e9 / processorNanos;
        }
    }

    /** One thread of a side. */
    private interface Side {
        /** Annotates a text, or begins to; returns the number of things found in it or in an earlier one. */
        int annotate(String text);

        /** Waits for all texts; returns the number of things found since the last call. */
        default int end() {
            return 0;
        }
    }

    /** Submits some texts before it awaits the first result. */
    private static final class ByBroker implements Side {
        private final Lease lease;
        private final List<String> layers;
        private final int ahead;
        private final Deque<PendingResult> pending = new ArrayDeque<>();

        ByBroker(Lease lease, List<String> layers, int ahead) {
            this.lease = lease;
            this.layers = layers;
            this.ahead = ahead;
        }

        @Override
        public int annotate(String text) {
            pending.add(lease.submit(new AnnotationRequest(text, layers, "en")));
            return pending.size() > ahead ? await() : 0;
        }

        @Override
        public int end() {
            int found = 0;
            while (!pending.isEmpty()) {
                found += await();
            }
            return found;
        }

        private int await() {
            AnnotationResult result = pending.remove().await();
            if (!result.errors().isEmpty()) {
                throw new IllegalStateException("the broker answered " + result.errors());
            }
            return result.layers().get("tokens").size();
        }
    }

    private static void turn(ExecutorService pool, List<Side> threads, List<String> texts, int first, Tally tally)
            throws ServletException {
        try {
            long begin = System.nanoTime();
            long processorBegin = processorNanos();
            List<Future<Integer>> running = new ArrayList<>();
            for (Side side : threads) {
                int its = first + running.size() * texts.size() / threads.size();
                running.add(pool.submit(() -> count(side, texts, its, begin + TURN_NANOS)));
            }
            for (Future<Integer> one : running) {
                tally.texts += one.get();
            }
            tally.nanos += System.nanoTime() - begin;
            tally.processorNanos += processorNanos() - processorBegin;
        } catch (ExecutionException e) {
            throw new ServletException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServletException(e);
        }
    }

    private static int count(Side side, List<String> texts, int first, long end) {
        int count = 0;
        long found = 0;
        do {
            found += side.annotate(texts.get((first + count++) % texts.size()));
        } while (System.nanoTime() < end);
        found += side.end();
        if (found == 0) {
            throw new IllegalStateException("nothing was found in " + count + " texts");
        }
        return count;
    }

    private static long processorNanos() throws ServletException {
        try {
            // by name: the type that has it is not among the packages of the platform
            Object nanos = ManagementFactory.getPlatformMBeanServer()
                    .getAttribute(ManagementFactory.getOperatingSystemMXBean().getObjectName(), "ProcessCpuTime");
            return (Long) nanos;
        } catch (JMException e) {
            throw new ServletException(e);
        }
    }

    /** The files of the model bundles, by name of their tagger. */
    private Map<String, URL> files() {
        Map<String, URL> files = new HashMap<>();
        for (Bundle bundle : context.getBundles()) {
            String header = bundle.getHeaders("").get("Bouquet-Model");
            URL file = header == null ? null : bundle.getEntry(header.split(";")[0].strip());
            if (file != null) {
                String name = bundle.getSymbolicName();
                files.put(name.substring(name.lastIndexOf('.') + 1), file);
            }
        }
        return files;
    }
}
