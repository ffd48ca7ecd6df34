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
 * The dispatch of one service or bundle event, identified by the framework's frame on the stack of the dispatching thread.
 * The framework calls listeners on that thread, after the hooks: while the frame is on the stack, listeners may be
 * working; when it has left the stack, all of them have finished.
 *
 * @param depth position of the frame, counted from the bottom of the stack; it does not change during the dispatch
 * @param event the event whose end {@link AfterWhiteboardListener} reports; null if the end shows only on the stack
 */
record EventDispatch(
        Thread thread,
        int depth,
        String type,
        String method,
        @Nullable EventObject event) {
    /** Methods of Felix and Equinox that call hooks and listeners. */
    private static final Set<String> DISPATCHING =
            Set.of("fireServiceEvent", "publishServiceEvent", "fireBundleEvent", "publishBundleEvent");

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    /** Shows frames of lambdas and reflection, as the stack of another thread does. */
    private static final StackWalker OWN_STACK = StackWalker.getInstance(StackWalker.Option.SHOW_HIDDEN_FRAMES);

    /** A frame of a stack. */
    record Frame(String type, String method) {}

    /** Returns the dispatch that calls the current hook or listener; its end shows only on the stack. */
    static EventDispatch current() {
        return current(null);
    }

    /** Returns the dispatch that calls the current hook. */
    static EventDispatch current(@Nullable EventObject event) {
        return of(Thread.currentThread(), ownStack(), event);
    }

    /** Returns the stack of the calling thread, top first. Unlike {@link #stack} it does not stop any other thread. */
    static List<Frame> ownStack() {
        return OWN_STACK.walk(frames -> frames.map(frame -> new Frame(frame.getClassName(), frame.getMethodName()))
                .toList());
    }

    /** Returns the stack of another thread, top first; empty if the thread has ended. */
    static List<Frame> stack(Thread thread) {
        ThreadInfo info = THREADS.getThreadInfo(thread.getId(), Integer.MAX_VALUE);
        return info == null
                ? List.of()
                : Arrays.stream(info.getStackTrace())
                        .map(element -> new Frame(element.getClassName(), element.getMethodName()))
                        .toList();
    }

    private static EventDispatch of(Thread thread, List<Frame> stack, @Nullable EventObject event) {
        int found = -1;
        for (int i = 0; i < stack.size(); i++) {
            if (DISPATCHING.contains(stack.get(i).method())) {
                found = i;
                // Felix has two methods of that name, one calling the other; both return together
            } else if (found >= 0) {
                break;
            }
        }
        if (found < 0) {
            throw new IllegalStateException("this framework dispatches events by unknown methods: " + stack);
        }
        Frame frame = stack.get(found);
        return new EventDispatch(thread, stack.size() - found, frame.type(), frame.method(), event);
    }

    /** Whether the gate is told when the whiteboard has handled the event, so that it need not watch the stack. */
    boolean reportsEnd() {
        return event != null;
    }

    /** Whether listeners may still be working. */
    boolean isGoingOn() {
        return isOn(thread == Thread.currentThread() ? ownStack() : stack(thread));
    }

    /** Whether this dispatch is going on around {@code inner}, the dispatch that calls the current thread's hook. */
    boolean contains(EventDispatch inner) {
        return thread == inner.thread && inner.depth > depth && isGoingOn();
    }

    private boolean isOn(List<Frame> stack) {
        int index = stack.size() - depth;
        return index >= 0 && stack.get(index).equals(new Frame(type, method));
    }
}
