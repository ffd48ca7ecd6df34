package io.bouquet.schedules.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import io.bouquet.schedules.ScheduleStatus;
import java.lang.ref.WeakReference;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Version;

class TaskSchedulerTest {
    private static final Instant START = Instant.parse("2026-01-31T12:00:00Z");

    private final HandClock clock = new HandClock();
    private final Queue<Runnable> timers = new ConcurrentLinkedQueue<>();
    private final TaskScheduler scheduler = new TaskScheduler(clock, (delay, tick) -> timers.add(tick));
    private final List<String> runs = new CopyOnWriteArrayList<>();

    private static final class HandClock extends Clock {
        private volatile Instant now = START;

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }

    private Task task(String name, String version, Task.Work work) {
        return new Task("com.example", 7, Version.parseVersion(version), name, Timetable.of("PT1M", "", ""), work);
    }

    private Task task(String version) {
        return task("clean", version, () -> runs.add(version));
    }

    private void pass(Duration time) {
        clock.now = clock.now.plus(time);
        List<Runnable> set = List.copyOf(timers);
        timers.removeAll(set);
        set.forEach(Runnable::run);
    }

    private ScheduleStatus status() {
        return scheduler.list().get(0);
    }

    private void awaitIdle() {
        await().until(() -> scheduler.list().stream().allMatch(one -> one.runningSince() == null));
    }

    @Test
    void runsATaskAtItsTimes() {
        scheduler.add(task("1"));
        assertThat(status().next()).isEqualTo(START.plusSeconds(60));
        pass(Duration.ofSeconds(59));
        awaitIdle();
        assertThat(runs).isEmpty();
        pass(Duration.ofSeconds(1));
        awaitIdle();
        assertThat(runs).containsExactly("1");
        assertThat(status().next()).isEqualTo(START.plusSeconds(120));
        assertThat(status().last().start()).isEqualTo(START.plusSeconds(60));
        assertThat(status().last().failure()).isEmpty();
        assertThat(status().schedule()).isEqualTo("every PT1M");
    }

    @Test
    void goesOnAfterATaskThatThrows() {
        scheduler.add(task("clean", "1", () -> {
            runs.add("1");
            throw new IllegalStateException("no disk");
        }));
        pass(Duration.ofMinutes(1));
        awaitIdle();
        assertThat(status().last().failure()).contains("no disk");
        pass(Duration.ofMinutes(1));
        await().until(() -> runs.size() == 2);
    }

    @Test
    void neverRunsATaskTwiceAtOnce() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        scheduler.add(task("clean", "1", () -> {
            runs.add("1");
            goOn.await();
        }));
        pass(Duration.ofMinutes(1));
        pass(Duration.ofMinutes(5));
        await().until(() -> runs.size() == 1);
        assertThatIllegalStateException().isThrownBy(() -> scheduler.runNow("com.example", "clean"));
        goOn.countDown();
        // the runs that were due meanwhile are one
        await().until(() -> runs.size() == 2);
        awaitIdle();
        assertThat(runs).hasSize(2);
        assertThat(status().next()).isEqualTo(START.plusSeconds(7 * 60));
    }

    @Test
    void limitsTheThreadsOfAPlugin() {
        CountDownLatch goOn = new CountDownLatch(1);
        scheduler.limit(2, Duration.ofSeconds(10));
        for (String name : List.of("a", "b", "c")) {
            scheduler.add(task(name, "1", () -> {
                runs.add(name);
                goOn.await();
            }));
        }
        pass(Duration.ofMinutes(1));
        await().until(() -> runs.size() == 2);
        assertThat(scheduler.list())
                .filteredOn(one -> one.runningSince() != null)
                .hasSize(2);
        goOn.countDown();
        await().until(() -> runs.size() == 3);
    }

    @Test
    void handsOverToTheNextVersionWithoutLosingOrRepeatingARun() {
        Task old = task("1");
        Task next = task("2");
        scheduler.add(old);
        pass(Duration.ofSeconds(30));
        // side by side: the newer one runs
        scheduler.add(next);
        pass(Duration.ofSeconds(30));
        awaitIdle();
        assertThat(runs).containsExactly("2");
        scheduler.remove(old);
        // in place: nothing is there when a run is due
        scheduler.remove(next);
        pass(Duration.ofSeconds(61));
        assertThat(scheduler.list()).isEmpty();
        scheduler.add(task("3"));
        await().until(() -> runs.size() == 2);
        awaitIdle();
        assertThat(runs).containsExactly("2", "3");
        assertThat(status().next()).isEqualTo(START.plusSeconds(180));
    }

    @Test
    void forgetsATaskThatIsGoneForLong() {
        Task task = task("1");
        scheduler.add(task);
        scheduler.remove(task);
        clock.now = clock.now.plus(Duration.ofMinutes(11));
        Task other = task("other", "1", () -> {});
        scheduler.add(other);
        scheduler.add(task);
        assertThat(status().next()).isEqualTo(clock.now.plusSeconds(60));
        assertThat(runs).isEmpty();
    }

    @Test
    void waitsForARunningTaskThatIsRemoved() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Task task = task("clean", "1", () -> {
            started.countDown();
            goOn.await();
            runs.add("ended");
        });
        scheduler.add(task);
        pass(Duration.ofMinutes(1));
        assertThat(started.await(10, TimeUnit.SECONDS)).isTrue();
        Thread stopping = new Thread(() -> scheduler.remove(task));
        stopping.start();
        await().until(() -> stopping.getState() == Thread.State.TIMED_WAITING);
        goOn.countDown();
        stopping.join(10_000);
        assertThat(runs).containsExactly("ended");
    }

    @Test
    void interruptsARunningTaskThatTakesTooLong() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        scheduler.limit(2, Duration.ofMillis(20));
        Task task = task("clean", "1", () -> {
            started.countDown();
            try {
                new CountDownLatch(1).await();
            } finally {
                runs.add("interrupted");
            }
        });
        scheduler.add(task);
        pass(Duration.ofMinutes(1));
        assertThat(started.await(10, TimeUnit.SECONDS)).isTrue();
        scheduler.remove(task);
        assertThat(runs).containsExactly("interrupted");
    }

    @Test
    void runsATaskWhenItIsAsked() {
        scheduler.add(task("1"));
        scheduler.runNow("com.example", "clean");
        await().until(() -> runs.size() == 1);
        assertThat(status().next()).isEqualTo(START.plusSeconds(60));
        assertThatIllegalArgumentException().isThrownBy(() -> scheduler.runNow("com.example", "dream"));
    }

    @Test
    void keepsNothingOfARemovedTask() {
        WeakReference<Task.Work> removed = comeAndGo();
        await().untilAsserted(() -> {
            System.gc();
            assertThat(removed.get()).isNull();
        });
    }

    private WeakReference<Task.Work> comeAndGo() {
        Task.Work work = new Task.Work() {
            @Override
            public void run() {
                runs.add("1");
                throw new IllegalStateException("on purpose");
            }
        };
        Task task = task("clean", "1", work);
        scheduler.add(task);
        pass(Duration.ofMinutes(1));
        await().until(() -> runs.size() == 1);
        awaitIdle();
        scheduler.remove(task);
        return new WeakReference<>(work);
    }
}
