package io.bouquet.web.gate;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.Set;

/**
 * The dispatch of one service event, on the stack of the thread that it is dispatched on. Listeners are called on that
 * thread, after the hooks: while the frame is on the stack, some may still be at work; once it is not, all are done.
 *
 * @param depth of the frame, from the bottom, which does not change while it is there
 */
record Dispatch(Thread thread, int depth, String type, String method) {
    /** What calls hooks and listeners: Felix, Equinox. */
    private static final Set<String> DISPATCHING = Set.of("fireServiceEvent", "publishServiceEvent");

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /** That which the calling hook is called in. */
    static Dispatch current() {
        return of(Thread.currentThread(), stack(Thread.currentThread()));
    }

    /** Not {@link Thread#getStackTrace}: the calling thread's has no frames of lambdas, which another thread's has. */
    private static StackTraceElement[] stack(Thread thread) {
        ThreadInfo info = THREADS.getThreadInfo(thread.getId(), Integer.MAX_VALUE);
        return info == null ? new StackTraceElement[0] : info.getStackTrace();
    }

    static Dispatch of(Thread thread, StackTraceElement[] stack) {
        int found = -1;
        for (int i = 0; i < stack.length; i++) {
            if (DISPATCHING.contains(stack[i].getMethodName())) {
                found = i;
                // Felix has two of the name, one calling the other; both are left together
            } else if (found >= 0) {
                break;
            }
        }
        if (found < 0) {
            throw new IllegalStateException("a framework that dispatches service events otherwise: " + stack[0]);
        }
        return new Dispatch(thread, stack.length - found, stack[found].getClassName(), stack[found].getMethodName());
    }

    /** Whether listeners may still be at work. */
    boolean isGoingOn() {
        return isOn(stack(thread));
    }

    /** Whether this goes on around {@code inner}, which the same thread is in. */
    boolean contains(Dispatch inner) {
        return thread == inner.thread && inner.depth > depth && isGoingOn();
    }

    boolean isOn(StackTraceElement[] stack) {
        int index = stack.length - depth;
        return index >= 0
                && stack[index].getClassName().equals(type)
                && stack[index].getMethodName().equals(method);
    }
}
