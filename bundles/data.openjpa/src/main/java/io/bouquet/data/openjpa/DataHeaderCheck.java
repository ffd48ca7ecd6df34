package io.bouquet.data.openjpa;

import io.bouquet.data.Migrations;
import io.bouquet.deploy.spi.BundleCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.osgi.service.component.annotations.Component;

/** Refuses plugins whose headers name a missing persistence unit or change log. */
@Component
public final class DataHeaderCheck implements BundleCheck {
    @Override
    public List<String> faults(Map<String, String> headers, Set<String> entries) {
        List<String> faults = new ArrayList<>();
        String persistence = headers.get(EntityBundles.PERSISTENCE);
        if (persistence != null) {
            String path = persistence.isBlank() ? "META-INF/persistence.xml" : persistence.strip();
            requireFile(EntityBundles.PERSISTENCE, path, entries, faults);
            if (!headers.containsKey(Migrations.HEADER)) {
                faults.add("it has the header " + EntityBundles.PERSISTENCE + " and no header " + Migrations.HEADER
                        + ", without which its unit is not opened: add " + Migrations.HEADER
                        + " with the path of a change log");
            }
        }
        String changeLog = headers.get(Migrations.HEADER);
        if (changeLog != null) {
            requireFile(Migrations.HEADER, changeLog.strip(), entries, faults);
            if (persistence == null) {
                faults.add("it has the header " + Migrations.HEADER + " and no header " + EntityBundles.PERSISTENCE
                        + ", without which its change log does not run: add " + EntityBundles.PERSISTENCE
                        + ": META-INF/persistence.xml");
            }
        }
        return faults;
    }

    private static void requireFile(String header, String path, Set<String> entries, List<String> faults) {
        if (!entries.contains(path.replaceFirst("^/", ""))) {
            faults.add("its header " + header + " names the file '" + path + "', which is not in the archive");
        }
    }
}
