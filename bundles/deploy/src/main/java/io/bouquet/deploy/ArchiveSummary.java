package io.bouquet.deploy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The content of an archive, as far as its files tell it. A repository has it for each version of a plugin, so that nobody
 * has to download an archive to learn what it asks for.
 *
 * @param name        symbolic name of the bundle, or name of the KAR
 * @param title       name for people; the empty string if there is none
 * @param description one or two sentences; the empty string if there are none
 * @param licence     licence, as the manifest has it; the empty string if it has none
 * @param java        Java version that its classes need; 0 if it has no classes
 * @param adds        what it adds to the platform, by kind: {@code routes}, {@code layers}, {@code entities} and so on
 * @param scopes      scopes that tokens need for its routes
 * @param permissions constants of {@link io.bouquet.deploy.spi.Permissions} that it asks for
 * @param packages    packages of other bundles that it needs, with their version ranges
 * @param bundles     headers of its bundles that decide whether they can be resolved
 */
public record ArchiveSummary(
        String name,
        String version,
        Plugin.Format format,
        String title,
        String description,
        String licence,
        int java,
        Map<String, List<String>> adds,
        List<String> scopes,
        List<String> permissions,
        List<String> packages,
        List<Map<String, String>> bundles) {
    public ArchiveSummary {
        adds = Collections.unmodifiableMap(new LinkedHashMap<>(adds));
        scopes = List.copyOf(scopes);
        permissions = List.copyOf(permissions);
        packages = List.copyOf(packages);
        bundles = List.copyOf(bundles);
    }

    /** Returns all that it adds and asks for, as rows of a kind and its values, for people. */
    public List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        adds.forEach((kind, values) -> rows.add(new Row(kind, values)));
        rows.add(new Row("scopes", scopes));
        rows.add(new Row("permissions", permissions));
        rows.add(new Row("packages", packages));
        rows.removeIf(row -> row.values().isEmpty());
        return rows;
    }

    /** A kind of content with its values. */
    public record Row(String kind, List<String> values) {
        public Row {
            values = List.copyOf(values);
        }
    }
}
