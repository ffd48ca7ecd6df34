package com.example.notes;

import io.bouquet.schedules.spi.Scheduled;
import io.bouquet.schedules.spi.ScheduledTask;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Removes the notes that were due yesterday or earlier, each night. */
@Component
@Scheduled(name = "remove-overdue", cron = "5 0 * * *", zone = "Europe/Berlin")
public final class RemoveOverdue implements ScheduledTask {
    private final Notes notes;

    @Activate
    public RemoveOverdue(@Reference Notes notes) {
        this.notes = notes;
    }

    @Override
    public void run() {
        notes.removeOverdue();
    }
}
