package io.bouquet.web.gate;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.EventObject;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The dispatch of one event of a service or a bundle, on the stack of the thread that it is dispatched on. Listeners are called on that
 * thread, after the hooks: while the frame is on the stack, some may still be at work; once it is not, all are done.
 *
 * @param depth of the frame, from the bottom, which does not change while it is there
 * @param event whose end {@link AfterWhiteboard} tells; null where only the stack does
 */
record Dispatch(
        Thread thread,
        int depth,
        String type,
        String method,
        @Nullable EventObject event) {
    /** What calls hooks and listeners: Felix, Equinox. */
    private static final Set<String> DISPATCHING =
            Set.of("fireServiceEvent", "publishServiceEvent", "fireBundleEvent", "publishBundleEvent");

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    /** With frames of lambdas and reflection, which another thread's stack has, too. */
    private static final StackWalker OWN = StackWalker.getInstance(StackWalker.Option.SHOW_HIDDEN_FRAMES);

    /** A frame of a stack. */
    record Frame(String type, String method) {}

    /** That which the calling hook or listener is called in, and of which only the stack tells that it is over. */
    static Dispatch current() {
        return current(null);
    }

    /** That which the calling hook is called in. */
    static Dispatch current(@Nullable EventObject event) {
        return of(Thread.currentThread(), own(), event);
    }

    /** The calling thread's stack, its top first: stops no other thread, as a look at another's stack does. */
    static List<Frame> own() {
        return OWN.walk(frames -> frames.map(frame -> new Frame(frame.getClassName(), frame.getMethodName()))
                .toList());
    }

    /** Another thread's; empty where it has ended. */
    static List<Frame> of(Thread thread) {
        ThreadInfo info = THREADS.getThreadInfo(thread.getId(), Integer.MAX_VALUE);
        return info == null
                ? List.of()
                : Arrays.stream(info.getStackTrace())
                        .map(element -> new Frame(element.getClassName(), element.getMethodName()))
                        .toList();
    }

    private static Dispatch of(Thread thread, List<Frame> stack, @Nullable EventObject event) {
        int found = -1;
        for (int i = 0; i < stack.size(); i++) {
            if (DISPATCHING.contains(stack.get(i).method())) {
                found = i;
                // Felix has two of the name, one calling the other; both are left together
            } else if (found >= 0) {
                break;
            }
        }
        if (found < 0) {
            throw new IllegalStateException("a framework that dispatches events otherwise: " + stack);
        }
        Frame frame = stack.get(found);
        return new Dispatch(thread, stack.size() - found, frame.type(), frame.method(), event);
    }

    /** Whether its end is told, so that nobody needs to look. */
    boolean isTold() {
        return event != null;
    }

    /** Whether listeners may still be at work. */
    boolean isGoingOn() {
        return isOn(thread == Thread.currentThread() ? own() : of(thread));
    }

    /** Whether this goes on around {@code inner}, which the calling thread is in. */
    boolean contains(Dispatch inner) {
        return thread == inner.thread && inner.depth > depth && isGoingOn();
    }

    private boolean isOn(List<Frame> stack) {
        int index = stack.size() - depth;
        return index >= 0 && stack.get(index).equals(new Frame(type, method));
    }
}
