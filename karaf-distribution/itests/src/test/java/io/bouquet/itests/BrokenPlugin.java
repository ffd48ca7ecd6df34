package io.bouquet.itests;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A plugin that is broken in one way, and the whole answer that the doctor must give. */
final class BrokenPlugin {
    /** How the plugin comes to the platform. */
    enum Way {
        /** {@code plugin:install}: refused, failed or incomplete. */
        INSTALLED,
        /** {@code bundle:install -s}. */
        BROUGHT,
        /** {@code bundle:install}, and {@code bundle:start} and {@code bundle:stop}. */
        STOPPED,
        /** Nowhere: the doctor looks at the file. */
        EXAMINED
    }

    private final PluginJar jar;
    private final Way way;
    private final List<PluginJar> beside = new ArrayList<>();
    private final Map<String, Map<String, Object>> settings = new LinkedHashMap<>();
    private boolean besideStops;
    private String feature = "";
    private int startLevel;
    private byte[] bytes = new byte[0];
    private List<String> codes = List.of();
    private String answer = "";

    private BrokenPlugin(PluginJar jar, Way way) {
        this.jar = jar;
        this.way = way;
    }

    static BrokenPlugin installed(PluginJar jar) {
        return new BrokenPlugin(jar, Way.INSTALLED);
    }

    static BrokenPlugin brought(PluginJar jar) {
        return new BrokenPlugin(jar, Way.BROUGHT);
    }

    static BrokenPlugin stopped(PluginJar jar) {
        return new BrokenPlugin(jar, Way.STOPPED);
    }

    static BrokenPlugin examined(PluginJar jar) {
        return new BrokenPlugin(jar, Way.EXAMINED);
    }

    /** A bundle that is there before. */
    BrokenPlugin beside(PluginJar other) {
        beside.add(other);
        return this;
    }

    /** The bundles beside it are stopped before it comes. */
    BrokenPlugin besideStops() {
        besideStops = true;
        return this;
    }

    BrokenPlugin setting(String pid, String key, Object value) {
        settings.put(pid, Map.of(key, value));
        return this;
    }

    /** The bundle beside it is in a feature that is not installed. */
    BrokenPlugin inFeature(String name) {
        feature = name;
        return this;
    }

    BrokenPlugin startLevel(int level) {
        startLevel = level;
        return this;
    }

    /** The file has this content, and is no JAR. */
    BrokenPlugin content(String text) {
        bytes = text.getBytes(StandardCharsets.UTF_8);
        return this;
    }

    /**
     * @param text what {@code plugin:doctor} prints, with {@code {id:NAME}} for the id of a bundle,
     *             {@code {version:PACKAGE}} for the version of a package, and {@code {folder}} for that of the files
     */
    BrokenPlugin answer(String text) {
        answer = text.strip();
        codes = answer.lines()
                .filter(line -> line.endsWith("]"))
                .map(line -> line.substring(line.lastIndexOf('[') + 1, line.length() - 1))
                .toList();
        return this;
    }

    PluginJar jar() {
        return jar;
    }

    Way way() {
        return way;
    }

    List<PluginJar> beside() {
        return beside;
    }

    boolean areBesideStopped() {
        return besideStops;
    }

    Map<String, Map<String, Object>> settings() {
        return settings;
    }

    String feature() {
        return feature;
    }

    int level() {
        return startLevel;
    }

    byte[] bytes() {
        return bytes;
    }

    List<String> codes() {
        return codes;
    }

    String answer() {
        return answer;
    }
}
