package io.bouquet.tagging.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.bouquet.tagging.TaggerInfo;
import io.bouquet.tagging.engine.Admission.Answer;
import io.bouquet.tagging.engine.Admission.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AdmissionTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final long TIME_LIMIT = 30 * SECOND;
    private static final long MOST_OF_IT = TIME_LIMIT / 2;
    private static final int INTERLEAVINGS = 1_000;

    private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 7 * SECOND);
    private final Admission admission = new Admission(clock::get);
    private final List<String> woken = new ArrayList<>();

    @Test
    void letsAsManyInAsThereArePermitsAndQueuesTheRest() {
        assertThat(enter("a", 2)).isEqualTo(Answer.ENTERED);
        assertThat(enter("b", 2)).isEqualTo(Answer.ENTERED);
        assertThat(enter("c", 2)).isEqualTo(Answer.QUEUED);
        assertThat(admission.inside()).isEqualTo(2);
    }

    @Test
    void wakesTheOneThatHasWaitedLongestForEachPermitThatIsGivenBack() {
        queue("a", "b", "c");
        admission.leave(Outcome.SUCCEEDED);
        assertThat(woken).containsExactly("a");
    }

    @Test
    void aWaiterWhosePermitANewcomerTookKeepsItsPlace() {
        queue("a", "b");
        admission.leave(Outcome.SUCCEEDED);
        assertThat(enter("newcomer", 1)).isEqualTo(Answer.ENTERED);
        assertThat(enter("a", 1)).isEqualTo(Answer.QUEUED);
        admission.leave(Outcome.SUCCEEDED);
        assertThat(woken).containsExactly("a", "a");
    }

    @Test
    void theWakeUpOfOneThatGivesUpIsForTheNext() {
        queue("a", "b");
        admission.leave(Outcome.SUCCEEDED);
        admission.withdraw(waiter("a"), MOST_OF_IT);
        assertThat(woken).containsExactly("a", "b");
    }

    @Test
    void wakesAllWhenTheCircuitOpensAndRefusesThem() {
        queue("a", "b", "c");
        for (int i = 0; i < 5; i++) {
            admission.failed();
        }
        assertThat(woken).containsExactly("a", "b", "c");
        assertThat(List.of(enter("a", 1), enter("b", 1), enter("c", 1))).containsOnly(Answer.REFUSED);
        assertThat(admission.reason()).isEqualTo("failed 5 of the last 5 texts; tried again in 5 s");
    }

    @Test
    void doesNotQueueTextsOfASuspendedTaggerWhosePermitsAreAllTaken() {
        enter("hangs", 1);
        for (int i = 0; i < 5; i++) {
            admission.failed();
        }
        clock.addAndGet(5 * SECOND);
        assertThat(admission.traffic().circuit()).isEqualTo(TaggerInfo.Circuit.HALF_OPEN);
        assertThat(enter("a", 1)).isEqualTo(Answer.REFUSED);
    }

    @Test
    void waitingInVainCountsAgainstTheTaggerIfNoTextSucceededMeanwhile() {
        queue("a");
        clock.addAndGet(MOST_OF_IT);
        admission.withdraw(waiter("a"), MOST_OF_IT);
        assertThat(admission.traffic().failures()).isEqualTo(1);
    }

    @Test
    void waitingInVainDoesNotCountIfATextSucceededMeanwhileOrItWasShort() {
        queue("a", "b");
        clock.addAndGet(MOST_OF_IT - 1);
        admission.withdraw(waiter("a"), MOST_OF_IT);
        admission.leave(Outcome.SUCCEEDED);
        clock.addAndGet(MOST_OF_IT);
        admission.withdraw(waiter("b"), MOST_OF_IT);
        assertThat(admission.traffic().failures()).isZero();
    }

    @Test
    void waitingInVainDoesNotCountIfTextsCameTooLateToBeDoneInTime() {
        queue("a");
        admission.leave(Outcome.UNJUDGED);
        enter("another", 1);
        clock.addAndGet(MOST_OF_IT);
        admission.withdraw(waiter("a"), MOST_OF_IT);
        assertThat(admission.traffic().failures()).isZero();
    }

    @Test
    void wakesMoreWhenThereAreMorePermits() {
        queue("a", "b", "c");
        enter("a", 3);
        admission.leave(Outcome.SUCCEEDED);
        assertThat(woken).containsExactly("b", "c");
    }

    @Test
    void letsOneOfManyThreadsTryASuspendedTagger() throws Exception {
        for (int i = 0; i < 5; i++) {
            admission.failed();
        }
        clock.addAndGet(5 * SECOND);
        AtomicInteger entered = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                all.add(threads.submit(() -> {
                    if (admission.enter(() -> {}, 8) == Answer.ENTERED) {
                        entered.incrementAndGet();
                    }
                }));
            }
            for (Future<?> one : all) {
                one.get(10, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(entered).hasValue(1);
    }

    /** How the tagger of an interleaving behaves. */
    private enum Tagger {
        /** Does all texts well; more come than it can do. */
        OVERLOADED,
        /** Fails some texts. */
        SHAKY,
        /** Fails nearly all of them. */
        BROKEN,
        /** Keeps texts until they are taken away. */
        HANGING
    }

    /** What happens next is drawn by lot; at each step all that must always hold is looked at. */
    @ParameterizedTest
    @EnumSource
    void holdsWhateverComesAfterWhat(Tagger tagger) {
        for (int seed = 0; seed < INTERLEAVINGS; seed++) {
            new Interleaving(tagger, seed).run();
        }
    }

    private Answer enter(String name, int permits) {
        return admission.enter(waiter(name), permits);
    }

    private Admission.Waiter waiter(String name) {
        record Named(String name, List<String> woken) implements Admission.Waiter {
            @Override
            public void wake() {
                woken.add(name);
            }

            @Override
            public boolean equals(Object other) {
                return other instanceof Named that && name.equals(that.name);
            }

            @Override
            public int hashCode() {
                return name.hashCode();
            }
        }

        return new Named(name, woken);
    }

    /** Behind one that has the only permit. */
    private void queue(String... names) {
        enter("first", 1);
        for (String name : names) {
            assertThat(enter(name, 1)).isEqualTo(Answer.QUEUED);
        }
    }

    /** Texts of one tagger, on threads that are run by hand. */
    private static final class Interleaving {
        private static final int STEPS = 300;

        private final Tagger tagger;
        private final int seed;
        private final Random random;
        private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 100 * SECOND);
        private final Admission admission = new Admission(clock::get);
        private final int permits;

        private final List<Text> queued = new ArrayList<>();
        private final List<Text> inside = new ArrayList<>();
        private final List<Text> hanging = new ArrayList<>();
        private int texts;
        private int answered;

        private final class Text implements Admission.Waiter {
            private final long deadline = clock.get() + TIME_LIMIT;
            private long entered;
            private boolean woken;
            private boolean failed;

            @Override
            public void wake() {
                must(queued.contains(this) && !woken, "only those are woken that wait, and once");
                woken = true;
            }

            boolean isOver() {
                return clock.get() - deadline >= 0;
            }

            void ask() {
                queued.remove(this);
                woken = false;
                switch (admission.enter(this, permits)) {
                    case ENTERED -> {
                        entered = clock.get();
                        inside.add(this);
                    }
                    case QUEUED -> queued.add(this);
                    case REFUSED -> answered++;
                }
            }

            void giveUp() {
                admission.withdraw(this, MOST_OF_IT);
                queued.remove(this);
                answered++;
            }

            void leave() {
                inside.remove(this);
                answered++;
                admission.leave(random.nextInt(100) < failures() ? Outcome.FAILED : Outcome.SUCCEEDED);
            }

            /** Its caller is answered, and its thread goes on. */
            void takeAway() {
                inside.remove(this);
                hanging.add(this);
                answered++;
                failed = has(MOST_OF_IT);
                if (failed) {
                    admission.failed();
                }
            }

            boolean has(long nanos) {
                return clock.get() - entered >= nanos;
            }

            void comeBack() {
                hanging.remove(this);
                admission.leave(failed ? Outcome.COUNTED : Outcome.UNJUDGED);
            }
        }

        Interleaving(Tagger tagger, int seed) {
            this.tagger = tagger;
            this.seed = seed;
            random = new Random(seed);
            permits = 1 + random.nextInt(4);
        }

        void run() {
            for (int step = 0; step < STEPS; step++) {
                step();
                check();
            }
            for (int step = 0; !queued.isEmpty() || !inside.isEmpty() || !hanging.isEmpty(); step++) {
                must(step < 100 * STEPS, "all ends");
                end();
                check();
            }
            must(answered == texts, "each text is answered once");
            must(admission.inside() == 0, "nothing is inside");
        }

        private void step() {
            switch (random.nextInt(6)) {
                case 0, 1 -> {
                    texts++;
                    new Text().ask();
                }
                case 2 -> any(queued.stream().filter(text -> text.woken).toList(), Text::ask);
                case 3 -> {
                    if (tagger == Tagger.HANGING) {
                        pass(20_000);
                    } else {
                        any(inside, Text::leave);
                    }
                }
                case 4 -> any(hanging, Text::comeBack);
                default -> pass(random.nextInt(2_000));
            }
        }

        /** No more texts come. Without a wake-up that is due, nothing happens any more but that the time is up. */
        private void end() {
            List<Text> awake = queued.stream().filter(text -> text.woken).toList();
            if (!awake.isEmpty()) {
                any(awake, Text::ask);
            } else if (!inside.isEmpty()) {
                any(inside, Text::leave);
            } else {
                must(!hanging.isEmpty(), "a wake-up was lost");
                any(hanging, Text::comeBack);
            }
        }

        /** Time passes. A tagger that is overloaded does each text that is with it in a small part of the time limit. */
        private void pass(int millis) {
            clock.addAndGet(TimeUnit.MILLISECONDS.toNanos(millis));
            if (tagger == Tagger.OVERLOADED) {
                List.copyOf(inside).stream()
                        .filter(text -> text.has(TIME_LIMIT / 10))
                        .forEach(Text::leave);
                List.copyOf(hanging).stream()
                        .filter(text -> text.has(TIME_LIMIT / 10))
                        .forEach(Text::comeBack);
            }
            List.copyOf(queued).stream().filter(Text::isOver).forEach(Text::giveUp);
            List.copyOf(inside).stream().filter(Text::isOver).forEach(Text::takeAway);
        }

        private void check() {
            TaggerInfo.Traffic traffic = admission.traffic();
            must(traffic.running() == inside.size() + hanging.size(), "all that entered and did not leave are inside");
            must(traffic.running() <= permits, "no more are inside than there are permits");
            long awake = queued.stream().filter(text -> text.woken).count();
            if (traffic.circuit() == TaggerInfo.Circuit.CLOSED) {
                must(awake >= Math.min(queued.size(), permits - traffic.running()), "a wake-up was lost");
            } else {
                must(awake == queued.size(), "nobody waits for a suspended tagger");
            }
            if (tagger == Tagger.OVERLOADED) {
                must(traffic.failures() == 0, "an overload is not the tagger's fault");
            }
        }

        /** Cheaper than an assertion of AssertJ, and there are millions. */
        private void must(boolean holds, String what) {
            if (!holds) {
                throw new AssertionError(tagger + ", seed " + seed + ": " + what);
            }
        }

        private int failures() {
            return switch (tagger) {
                case OVERLOADED, HANGING -> 0;
                case SHAKY -> 30;
                case BROKEN -> 90;
            };
        }

        private void any(List<Text> some, Consumer<Text> what) {
            if (!some.isEmpty()) {
                what.accept(some.get(random.nextInt(some.size())));
            }
        }
    }
}
