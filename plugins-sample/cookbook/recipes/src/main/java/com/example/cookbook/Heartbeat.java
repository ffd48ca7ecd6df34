package com.example.cookbook;

import io.bouquet.schedules.spi.Scheduled;
import io.bouquet.schedules.spi.ScheduledTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.osgi.service.component.annotations.Component;

/** A scheduled task: counts the seconds. Other components of the plugin ask it for its count. */
@Component(service = {ScheduledTask.class, Heartbeat.class})
@Scheduled(name = "heartbeat", every = "PT1S")
public final class Heartbeat implements ScheduledTask {
    private final AtomicInteger beats = new AtomicInteger();

    @Override
    public void run() {
        beats.incrementAndGet();
    }

    int beats() {
        return beats.get();
    }
}
