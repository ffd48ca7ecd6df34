package io.bouquet.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bouquet.health.CheckRunner.Outcome;
import io.bouquet.health.CheckRunner.State;
import java.lang.annotation.Annotation;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.Result.Status;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.osgi.framework.Constants;

@Timeout(20)
class CheckRunnerTest {
    private static final long PLATFORM = 10;
    private static final long PLUGIN = 100;

    private final AtomicLong clock = new AtomicLong();
    private CheckRunner runner = runner(config(5_000), clock::get);

    @AfterEach
    void stop() {
        runner.deactivate();
    }

    @Test
    void runsTheChecksWithTheTagByName() {
        runner.checks = List.of(
                check("z", "ready", () -> new Result(Status.OK, "fine")),
                check("a", "ready", () -> new Result(Status.CRITICAL, "broken")),
                check("other", "live", () -> new Result(Status.OK, "fine")));
        assertThat(runner.run("ready"))
                .containsExactly(
                        new Outcome("a", false, State.DOWN, "broken"), new Outcome("z", false, State.UP, "fine"));
    }

    @Test
    void countsAWarningAsUpAndWhatIsTemporarilyAwayAsDown() {
        runner.checks = List.of(
                check("warns", "ready", () -> new Result(Status.WARN, "almost full")),
                check("starts", "ready", () -> new Result(Status.TEMPORARILY_UNAVAILABLE, "loading")));
        assertThat(runner.run("ready")).extracting(Outcome::up).containsExactly(false, true);
    }

    @Test
    void staysUpWhileOnePluginIsWorkedOnButNotForEver() {
        Status[] now = {Status.OK};
        runner.checks = List.of(check("taggers", "ready", () -> new Result(now[0], "as it is")));
        assertThat(runner.run("ready").get(0).up()).isTrue();
        now[0] = Status.TEMPORARILY_UNAVAILABLE;
        clock.addAndGet(Duration.ofSeconds(30).toNanos());
        assertThat(runner.run("ready").get(0).up()).isTrue();
        clock.addAndGet(Duration.ofSeconds(31).toNanos());
        assertThat(runner.run("ready").get(0).up()).isFalse();
    }

    @Test
    void countsACheckThatFailsAsDown() {
        runner.checks = List.of(check("broken", "ready", () -> {
            throw new IllegalStateException("oops");
        }));
        assertThat(runner.run("ready").get(0).up()).isFalse();
        assertThat(runner.run("ready").get(0).detail()).contains("oops");
    }

    @Test
    void doesNotWaitForACheckThatHangsNorStartItTwice() {
        runner.deactivate();
        runner = runner(config(50), System::nanoTime);
        CountDownLatch never = new CountDownLatch(1);
        AtomicInteger started = new AtomicInteger();
        runner.checks = List.of(
                check("hangs", "ready", () -> {
                    started.incrementAndGet();
                    try {
                        never.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    return new Result(Status.OK, "late");
                }),
                check("fine", "ready", () -> new Result(Status.OK, "fine")));
        assertThat(runner.run("ready")).extracting(Outcome::up).containsExactly(true, false);
        runner.checks = List.copyOf(List.of(runner.checks.get(0)));
        assertThat(runner.run("ready").get(0).detail()).contains("no answer within 50 ms");
        assertThat(started).hasValue(1);
    }

    @Test
    void keepsResultsForASecondUnlessTheChecksChange() {
        AtomicInteger runs = new AtomicInteger();
        Map.Entry<Map<String, ?>, HealthCheck> counting =
                check("counts", "ready", () -> new Result(Status.OK, "run " + runs.incrementAndGet()));
        runner.checks = List.of(counting);
        runner.run("ready");
        clock.addAndGet(999_999_999L);
        runner.run("ready");
        assertThat(runs).hasValue(1);
        clock.addAndGet(1);
        runner.run("ready");
        assertThat(runs).hasValue(2);
        runner.checks = List.of(counting, check("new", "ready", () -> new Result(Status.CRITICAL, "no")));
        assertThat(runner.run("ready")).hasSize(2);
    }

    @Test
    void keepsNothingOfAChecksBundleThatIsGone() {
        WeakReference<HealthCheck> gone = new WeakReference<>(runOnce());
        runner.checks = List.of();
        await().until(() -> {
            System.gc();
            return gone.refersTo(null);
        });
    }

    private HealthCheck runOnce() {
        Map.Entry<Map<String, ?>, HealthCheck> check = check("goes", "ready", new HealthCheck() {
            @Override
            public Result execute() {
                return new Result(Status.OK, "fine");
            }
        });
        runner.checks = List.of(check);
        assertThat(runner.run("ready").get(0).up()).isTrue();
        return check.getValue();
    }

    @Test
    void isDownWithTheReasonIfARequiredCheckIsAbsent() {
        runner = runner(config(5_000, "database"), clock::get);
        runner.checks = List.of(check("other", "ready", () -> new Result(Status.OK, "fine")));
        assertThat(runner.run("ready"))
                .containsExactly(
                        new Outcome("database", true, State.DOWN, "database is absent"),
                        new Outcome("other", false, State.UP, "fine"));
        assertThat(CheckRunner.isUp(runner.run("ready"))).isFalse();
    }

    @Test
    void waitsForAbsentChecksWhileThePlatformBoots() {
        runner = runner(config(5_000, "start level", "database"), clock::get);
        runner.checks =
                List.of(check("start level", "ready", () -> new Result(Status.TEMPORARILY_UNAVAILABLE, "40 of 80")));
        assertThat(runner.run("ready")).extracting(Outcome::state).containsOnly(State.PENDING);
    }

    @Test
    void waitsForAbsentChecksWhileSchemasAreMigratedAfterTheBoot() {
        runner = runner(config(5_000, "start level", "migrations", "accounts"), clock::get);
        runner.checks = List.of(
                check("start level", "ready", () -> new Result(Status.OK, "80")),
                check("migrations", "ready", () -> new Result(Status.TEMPORARILY_UNAVAILABLE, "is being migrated")));
        assertThat(runner.run("ready"))
                .contains(new Outcome("accounts", true, State.PENDING, "accounts is absent"))
                .noneMatch(outcome -> outcome.state() == State.DOWN);
    }

    @Test
    void staysUpIfACheckThatIsNotRequiredIsDown() {
        runner = runner(config(5_000, "database"), clock::get);
        runner.checks = List.of(
                check("database", "ready", () -> new Result(Status.OK, "fine")),
                checkOf(PLUGIN, "plugin", "ready", () -> new Result(Status.CRITICAL, "broken")));
        List<Outcome> outcomes = runner.run("ready");
        assertThat(outcomes).contains(new Outcome("plugin", false, State.DOWN, "broken"));
        assertThat(CheckRunner.isUp(outcomes)).isTrue();
    }

    @Test
    void aPluginCannotStandInForACheckOfThePlatform() {
        runner = runner(config(5_000, "database"), clock::get);
        runner.checks = List.of(checkOf(PLUGIN, "database", "ready", () -> new Result(Status.OK, "all is well")));
        assertThat(runner.run("ready")).contains(new Outcome("database", true, State.DOWN, "database is absent"));
        assertThat(CheckRunner.isUp(runner.run("ready"))).isFalse();
    }

    @Test
    void aPluginsCheckCountsIfTheOperatorSaysSo() {
        runner = runner(config(5_000, "shop"), clock::get);
        runner.checks = List.of(checkOf(PLUGIN, "shop", "ready", () -> new Result(Status.CRITICAL, "closed")));
        assertThat(CheckRunner.isUp(runner.run("ready"))).isFalse();
    }

    @Test
    void aPluginIsNoReasonToRestartThePlatform() {
        runner.checks = List.of(checkOf(PLUGIN, "plugin", "live", () -> new Result(Status.CRITICAL, "dead")));
        assertThat(CheckRunner.isUp(runner.run("live"))).isTrue();
    }

    static CheckRunner runner(CheckRunner.Config config, LongSupplier clock) {
        return new CheckRunner(config, bundle -> bundle != PLUGIN, name -> name + " is absent", clock);
    }

    static Map.Entry<Map<String, ?>, HealthCheck> check(String name, String tag, HealthCheck check) {
        return checkOf(PLATFORM, name, tag, check);
    }

    private static Map.Entry<Map<String, ?>, HealthCheck> checkOf(
            long bundle, String name, String tag, HealthCheck check) {
        return Map.entry(
                Map.of(
                        HealthCheck.NAME,
                        name,
                        HealthCheck.TAGS,
                        new String[] {tag},
                        Constants.SERVICE_BUNDLEID,
                        bundle),
                check);
    }

    static CheckRunner.Config config(long timeoutMillis, String... required) {
        return new CheckRunner.Config() {
            @Override
            public long timeoutMillis() {
                return timeoutMillis;
            }

            @Override
            public long cacheMillis() {
                return 1_000;
            }

            @Override
            public String[] required() {
                return required;
            }

            @Override
            public Class<? extends Annotation> annotationType() {
                return CheckRunner.Config.class;
            }
        };
    }
}
