package io.bouquet.plugin.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KarTest {
    private static final String OWN = "repository/com/acme/shop/1.0.0-SNAPSHOT/shop-1.0.0-SNAPSHOT";

    @TempDir
    Path folder;

    private Path jar;
    private Path settings;
    private Path kar;

    @BeforeEach
    void makeThePlugin() throws Exception {
        settings = Files.createDirectories(folder.resolve("src/main/kar"));
        kar = folder.resolve("target/shop.kar");
        jar = new Project(Files.createDirectories(folder.resolve("shop")))
                .with("com/acme/Shop.java", "package com.acme; class Shop {}")
                .write(folder.resolve("shop.jar"));
    }

    private void make(String... dependencies) throws IOException {
        Path list = Files.write(folder.resolve("list.txt"), List.of(dependencies));
        Artifact plugin = new Artifact("com.acme", "shop", "jar", "", "1.0.0-SNAPSHOT", "compile", jar);
        Kar.write(plugin, "A <\"shop\">", Artifact.list(list), settings, kar);
    }

    private Map<String, String> entries() throws IOException {
        Map<String, String> entries = new TreeMap<>();
        try (ZipFile zip = new ZipFile(kar.toFile())) {
            for (ZipEntry entry : zip.stream().toList()) {
                entries.put(
                        entry.getName(),
                        new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.ISO_8859_1));
            }
        }
        return entries;
    }

    @Test
    void hasTheBundleTheBundlesThatItNeedsAndSettings() throws Exception {
        Files.writeString(settings.resolve("com.acme.shop.cfg"), "currency = EUR\n");
        Files.createFile(settings.resolve(".gitkeep"));
        Path plain = folder.resolve("plain-1.jar");
        new ZipOutputStream(Files.newOutputStream(plain)).close();
        make(
                "The following files have been resolved:",
                "   com.acme:stock-api:jar:2.1:provided:" + jar + " -- module stock.api (auto)",
                "   com.acme:embedded:jar:1:compile:" + jar,
                "   com.acme:plain:jar:1:provided:" + plain,
                "   org.slf4j:slf4j-api:jar:2.0.17:provided:" + jar,
                "   org.apache.openjpa:openjpa:jar:3.2.2:provided:" + jar,
                "   io.bouquet:plugin-api:jar:0.1.0:provided:" + jar);
        String bundle = Files.readString(jar, StandardCharsets.ISO_8859_1);
        assertThat(entries())
                .containsOnlyKeys(
                        OWN + ".jar",
                        OWN + "-features.xml",
                        OWN + "-com.acme.shop.cfg",
                        "repository/com/acme/stock-api/2.1/stock-api-2.1.jar")
                .containsEntry(OWN + ".jar", bundle)
                .containsEntry(OWN + "-com.acme.shop.cfg", "currency = EUR\n")
                .containsEntry(OWN + "-features.xml", """
                        <?xml version="1.0" encoding="UTF-8"?>
                        <features name="shop-1.0.0-SNAPSHOT" xmlns="http://karaf.apache.org/xmlns/features/v1.6.0">
                          <feature name="shop" version="1.0.0-SNAPSHOT" description="A &lt;&quot;shop&quot;>">
                            <configfile finalname="${karaf.etc}/com.acme.shop.cfg">mvn:com.acme/shop/1.0.0-SNAPSHOT/cfg/com.acme.shop</configfile>
                            <bundle dependency="true">mvn:com.acme/stock-api/2.1</bundle>
                            <bundle>mvn:com.acme/shop/1.0.0-SNAPSHOT</bundle>
                          </feature>
                        </features>
                        """);
    }

    @Test
    void isTheSameForTheSameContent() throws Exception {
        make();
        byte[] first = Files.readAllBytes(kar);
        make();
        assertThat(kar).hasBinaryContent(first);
    }

    @Test
    void refusesWhatIsNoSetting() throws Exception {
        Files.createFile(settings.resolve("readme.txt"));
        assertThatThrownBy(this::make)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("readme.txt is no settings file")
                .hasMessageContaining("<PID>.cfg");
    }
}
