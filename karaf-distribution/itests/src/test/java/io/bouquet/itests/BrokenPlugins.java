package io.bouquet.itests;

import static io.bouquet.itests.BrokenPlugin.brought;
import static io.bouquet.itests.BrokenPlugin.examined;
import static io.bouquet.itests.BrokenPlugin.installed;
import static io.bouquet.itests.BrokenPlugin.stopped;
import static io.bouquet.itests.PluginJar.property;
import static io.bouquet.itests.PluginJar.service;

import java.util.List;
import java.util.stream.Stream;

/** Broken plugins of every kind. {@code docs/troubleshooting.md} has each of their codes. */
final class BrokenPlugins {
    private static final String PLAIN = """
            package com.example.shop;

            public final class Shop {
            %s
            }
            """;
    private static final String RESOURCE = "osgi.jaxrs.resource\" type=\"Boolean";

    private BrokenPlugins() {}

    static List<BrokenPlugin> all() {
        return Stream.of(unresolvable(), refused(), startless(), components(), rest(), taggers(), data(), others())
                .flatMap(List::stream)
                .toList();
    }

    private static PluginJar jar(String name) {
        return PluginJar.of("com.example.doctor." + name);
    }

    /** A component without a service, with this code in its class. */
    private static PluginJar component(String name, String attributes, String content, String code) {
        return jar(name).source(PLAIN.formatted(code)).component("com.example.shop.Shop", attributes, content);
    }

    private static List<BrokenPlugin> unresolvable() {
        return List.of(
                installed(jar("library").imports("com.google.common.base,com.google.common.collect"))
                        .answer("""
                                """),
                installed(jar("package").imports("com.example.nowhere;version=\"[1,2)\""))
                        .answer("""
                        """),
                brought(jar("feature").imports("com.example.extra"))
                        .beside(jar("extra").header("Export-Package", "com.example.extra"))
                        .inFeature("doctor-extra")
                        .answer("""
                                """),
                installed(jar("version").imports("io.bouquet.tagging;version=\"[98,99)\""))
                        .answer("""
                        """),
                installed(jar("jakarta").imports("jakarta.ws.rs;version=\"[3,4)\""))
                        .answer("""
                        """),
                installed(jar("required").header("Require-Bundle", "com.example.absent;bundle-version=\"2\""))
                        .answer("""
                                """),
                installed(jar("capability")
                                .header(
                                        "Require-Capability",
                                        "osgi.extender;filter:=\"(osgi.extender=bouquet.modell)\""))
                        .answer("""
                                """),
                installed(jar("environment")
                                .header("Require-Capability", "osgi.ee;filter:=\"(&(osgi.ee=JavaSE)(version=99))\""))
                        .answer("""
                                """),
                brought(jar("hostless").header("Fragment-Host", "com.example.absent"))
                        .answer("""
                        """),
                brought(jar("dependent").imports("com.example.api"))
                        .beside(jar("api")
                                .header("Export-Package", "com.example.api")
                                .imports("com.example.nowhere"))
                        .answer("""
                                """),
                brought(jar("uses").imports("com.example.api;version=\"[1,2)\",com.example.client"))
                        .beside(jar("api1").header("Export-Package", "com.example.api;version=1.0.0"))
                        .beside(jar("api2").header("Export-Package", "com.example.api;version=2.0.0"))
                        .beside(jar("client")
                                .header("Export-Package", "com.example.client;uses:=\"com.example.api\"")
                                .imports("com.example.api;version=\"[2,3)\""))
                        .answer("""
                                """),
                brought(jar("single").header("Bundle-SymbolicName", "com.example.doctor.single;singleton:=true"))
                        .beside(jar("single2")
                                .header("Bundle-SymbolicName", "com.example.doctor.single;singleton:=true")
                                .header("Bundle-Version", "2.0.0"))
                        .answer("""
                                """));
    }

    private static List<BrokenPlugin> refused() {
        return List.of(
                installed(jar("newer").source(PLAIN.formatted("")).forClassFiles(70))
                        .answer("""
                        """),
                installed(jar("exports").header("Export-Package", "io.bouquet.accounts;version=\"1.0.1\""))
                        .answer("""
                                """),
                examined(PluginJar.of("io.bouquet.tagging")).answer("""
                        """),
                examined(jar("twice")).beside(jar("twice")).answer("""
                        """),
                examined(jar("fragment").header("Fragment-Host", "com.example.absent"))
                        .answer("""
                        """),
                brought(jar("tampering").header("Fragment-Host", "io.bouquet.tagging"))
                        .answer("""
                        """),
                examined(jar("text")).content("This is no JAR.").answer("""
                        """),
                examined(jar("damaged")).content("PK\u0003\u0004 and no more").answer("""
                        """),
                examined(jar("number").header("Bundle-Version", "1.0-beta")).answer("""
                        """),
                installed(jar("model").header("Bouquet-Model", "model/x.bin;kind=horoscope;language=en"))
                        .answer("""
                                """),
                installed(component(
                                "accounts",
                                "",
                                "<reference name=\"accounts\" interface=\"io.bouquet.accounts.Accounts\""
                                        + " cardinality=\"0..1\"/>",
                                ""))
                        .answer("""
                                """));
    }

    private static List<BrokenPlugin> startless() {
        String activator = """
                package com.example.shop;

                public final class Shop implements org.osgi.framework.BundleActivator {
                    @Override
                    public void start(org.osgi.framework.BundleContext context) {
                        throw new IllegalStateException("there is no licence key");
                    }

                    @Override
                    public void stop(org.osgi.framework.BundleContext context) {}
                }
                """;
        return List.of(
                brought(jar("activator")
                                .source(activator)
                                .header("Bundle-Activator", "com.example.shop.Shop")
                                .imports("org.osgi.framework"))
                        .answer("""
                                """),
                brought(jar("activatorless").header("Bundle-Activator", "com.example.shop.Missing"))
                        .answer("""
                        """),
                stopped(jar("stopped")).answer("""
                        """),
                brought(jar("level")).startLevel(300).answer("""
                        """));
    }

    private static List<BrokenPlugin> components() {
        String greeter = "package com.example.api; public interface Greeter {}";
        String greeting = """
                package com.example.greeter;

                public final class Hello implements com.example.api.Greeter {}
                """;
        String reference = "<reference name=\"greeter\" interface=\"com.example.api.Greeter\" field=\"greeter\"%s/>";
        String field = "    public com.example.api.Greeter greeter;";
        PluginJar waiting = component("waiting", "", reference.formatted(""), field)
                .without(greeter)
                .imports("com.example.api");
        return List.of(
                installed(component(
                                "constructor",
                                "init=\"0\"",
                                "",
                                "    public Shop() {\n        throw new IllegalStateException(\"the shelf is empty\");\n"
                                        + "    }"))
                        .answer("""
                                """),
                brought(component(
                                "initializer",
                                "",
                                "",
                                "    private static final int SIZE = Integer.parseInt(\"many\");\n"
                                        + "    public int size() {\n        return SIZE;\n    }"))
                        .answer("""
                                """),
                brought(component(
                                        "class",
                                        "",
                                        "",
                                        "    private final Object page = new org.jsoup.Page();\n"
                                                + "    public Object page() {\n        return page;\n    }")
                                .without("package org.jsoup; public class Page {}"))
                        .answer("""
                                """),
                brought(component("configuration", "configuration-policy=\"require\"", "", ""))
                        .answer("""
                        """),
                brought(component(
                                "value",
                                "init=\"1\" configuration-pid=\"com.example.doctor.value\"",
                                "",
                                "    public @interface Config {\n        int port() default 80;\n    }\n"
                                        + "    public Shop(Config config) {\n        config.port();\n    }"))
                        .setting("com.example.doctor.value", "port", "many")
                        .answer("""
                                """),
                brought(waiting)
                        .beside(jar("interface").source(greeter).header("Export-Package", "com.example.api"))
                        .answer("""
                                """),
                brought(component("target", "", reference.formatted(" target=\"(language=fr)\""), field)
                                .without(greeter)
                                .imports("com.example.api"))
                        .beside(jar("english")
                                .source(greeter)
                                .source(greeting)
                                .header("Export-Package", "com.example.api")
                                .component(
                                        "com.example.greeter.Hello",
                                        "",
                                        service("com.example.api.Greeter") + property("language", "en")))
                        .answer("""
                                """),
                brought(component("lonely", "", reference.formatted(""), field)
                                .without(greeter)
                                .imports("com.example.api"))
                        .beside(jar("halted")
                                .source(greeter)
                                .source(greeting)
                                .header("Export-Package", "com.example.api")
                                .component("com.example.greeter.Hello", "", service("com.example.api.Greeter")))
                        .besideStops()
                        .answer("""
                                """),
                brought(component("patient", "", reference.formatted(""), field)
                                .without(greeter)
                                .imports("com.example.api"))
                        .beside(jar("unconfigured")
                                .source(greeter)
                                .source(greeting)
                                .header("Export-Package", "com.example.api")
                                .component(
                                        "com.example.greeter.Hello",
                                        "configuration-policy=\"require\"",
                                        service("com.example.api.Greeter")))
                        .answer("""
                                """),
                brought(component("copied", "", reference.formatted(""), field).source(greeter))
                        .beside(jar("original")
                                .source(greeter)
                                .source(greeting)
                                .header("Export-Package", "com.example.api")
                                .component("com.example.greeter.Hello", "", service("com.example.api.Greeter")))
                        .answer("""
                                """),
                brought(jar("circle")
                                .source("package com.example.circle; public class Hen { public Egg egg; }")
                                .source("package com.example.circle; public class Egg { public Hen hen; }")
                                .component(
                                        "com.example.circle.Hen",
                                        "",
                                        service("com.example.circle.Hen")
                                                + "<reference name=\"egg\" interface=\"com.example.circle.Egg\""
                                                + " field=\"egg\"/>")
                                .component(
                                        "com.example.circle.Egg",
                                        "",
                                        service("com.example.circle.Egg")
                                                + "<reference name=\"hen\" interface=\"com.example.circle.Hen\""
                                                + " field=\"hen\"/>"))
                        .answer("""
                                """));
    }

    private static String resource(String path, String answer) {
        return """
                package com.example.shop;

                @javax.ws.rs.Path("%s")
                public class Shop {
                    %s
                    public String answer() {
                        return "open";
                    }
                }
                """.formatted(path, answer);
    }

    private static PluginJar resource(String name, String path, String properties) {
        return jar(name)
                .source(resource(path, "@javax.ws.rs.GET"))
                .imports("javax.ws.rs")
                .component(
                        "com.example.shop.Shop",
                        "",
                        service("com.example.shop.Shop") + property(RESOURCE, "true") + properties);
    }

    private static List<BrokenPlugin> rest() {
        String filter = """
                package com.example.shop;

                public class Shop implements javax.ws.rs.ext.ExceptionMapper<RuntimeException> {
                    @Override
                    public javax.ws.rs.core.Response toResponse(RuntimeException e) {
                        return null;
                    }
                }
                """;
        return List.of(
                brought(jar("annotated")
                                .source(resource("doctor/annotated", "@javax.ws.rs.GET"))
                                .component(
                                        "com.example.shop.Shop",
                                        "",
                                        service("com.example.shop.Shop") + property(RESOURCE, "true")))
                        .answer("""
                                """),
                brought(jar("forgotten")
                                .source(resource("doctor/forgotten", "@javax.ws.rs.GET"))
                                .imports("javax.ws.rs"))
                        .answer("""
                                """),
                brought(jar("ee")
                                .source(resource("doctor/ee", "").replace("javax.ws", "jakarta.ws"))
                                .without(
                                        "package jakarta.ws.rs; import java.lang.annotation.*;"
                                                + " @Retention(RetentionPolicy.RUNTIME) public @interface Path { String value(); }")
                                .header("Import-Package", "jakarta.ws.rs;resolution:=optional"))
                        .answer("""
                                """),
                brought(resource("names", "doctor/names", property("osgi.jaxrs.name", "doctor")))
                        .beside(resource("named", "doctor/named", property("osgi.jaxrs.name", "doctor")))
                        .answer("""
                                """),
                brought(resource(
                                "selects",
                                "doctor/selects",
                                property("osgi.jaxrs.application.select", "(osgi.jaxrs.name=shops)")))
                        .answer("""
                                """),
                brought(resource("double", "doctor/double", ""))
                        .beside(resource("first", "doctor/double", ""))
                        .answer("""
                                """),
                brought(jar("mapper")
                                .source(filter)
                                .imports("javax.ws.rs.ext,javax.ws.rs.core")
                                .component(
                                        "com.example.shop.Shop",
                                        "",
                                        service("javax.ws.rs.ext.ExceptionMapper")
                                                + property("osgi.jaxrs.extension\" type=\"Boolean", "true")))
                        .answer("""
                                """));
    }

    private static PluginJar tagger(String name, String layer, String load) {
        return jar(name)
                .source("""
                        package com.example.shop;

                        public class Shop implements io.bouquet.tagging.spi.Tagger {
                            @Override
                            public void load() {
                                %s
                            }

                            @Override
                            public io.bouquet.tagging.Layers tag(io.bouquet.tagging.AnnotatedText text) {
                                return io.bouquet.tagging.Layers.none();
                            }
                        }
                        """.formatted(load))
                .imports("io.bouquet.tagging,io.bouquet.tagging.spi")
                .component(
                        "com.example.shop.Shop",
                        "",
                        service("io.bouquet.tagging.spi.Tagger")
                                + property("tagger.name", "doctor-" + name)
                                + property("tagger.produces", layer)
                                + property("tagger.languages", "en"));
    }

    private static List<BrokenPlugin> taggers() {
        return List.of(
                brought(tagger("layer", "tokens", "")).answer("""
                        """),
                installed(tagger("load", "doctor", "throw new IllegalStateException(\"no word list\");"))
                        .answer("""
                        """),
                installed(tagger("samples", "doctor", "")
                                .header("Bouquet-Samples", "samples.json;threshold=0.9")
                                .file(
                                        "samples.json",
                                        "[{\"text\": \"Good day\", \"language\": \"en\", \"layers\": {\"doctor\":"
                                                + " [{\"begin\": 0, \"end\": 4, \"label\": \"good\"}]}}]"))
                        .answer("""
                                """),
                installed(jar("garbage")
                                .header(
                                        "Bouquet-Model",
                                        "model/tokens.bin;kind=tokens;language=en;name=doctor-garbage;layers=garbage")
                                .file("model/tokens.bin", "garbage"))
                        .answer("""
                                """),
                brought(jar("untagged").source("""
                                        package com.example.shop;

                                        public class Shop implements io.bouquet.tagging.spi.Tagger {
                                            @Override
                                            public io.bouquet.tagging.Layers tag(io.bouquet.tagging.AnnotatedText text) {
                                                return io.bouquet.tagging.Layers.none();
                                            }
                                        }
                                        """).imports("io.bouquet.tagging,io.bouquet.tagging.spi"))
                        .answer("""
                                """),
                brought(jar("header").header("Bouquet-Modell", "m.bin;kind=tokens"))
                        .answer("""
                        """));
    }

    private static PluginJar unit(String name, String classes, String sql) {
        return jar(name)
                .source("""
                        package com.example.shop;

                        @javax.persistence.Entity
                        public class Shop {
                            @javax.persistence.Id
                            public long id;
                        }
                        """)
                .imports("javax.persistence")
                .header("Meta-Persistence", "META-INF/persistence.xml")
                .header("Bouquet-Migrations", "db/shop.sql")
                .file("META-INF/persistence.xml", """
                        <persistence version="2.1" xmlns="http://xmlns.jcp.org/xml/ns/persistence">
                          <persistence-unit name="doctor_%s" transaction-type="RESOURCE_LOCAL">%s</persistence-unit>
                        </persistence>
                        """.formatted(name, classes))
                .file("db/shop.sql", "--liquibase formatted sql\n--changeset shop:1\n" + sql + ";\n");
    }

    private static List<BrokenPlugin> data() {
        String converter = "<class>com.example.shop.Colours</class>";
        String colours = """
                package com.example.shop;

                public class Colours implements javax.persistence.AttributeConverter<String, String> {
                    @Override
                    public String convertToDatabaseColumn(String colour) {
                        return colour;
                    }

                    @Override
                    public String convertToEntityAttribute(String colour) {
                        return colour;
                    }
                }
                """;
        return List.of(
                installed(unit("plain", "<class>com.example.shop.Shop</class>", "create table shop (id bigint)"))
                        .answer("""
                                """),
                installed(unit("nowhere", "<class>com.example.shop.Till</class>", "create table shop (id bigint)"))
                        .answer("""
                                """),
                brought(unit("listed", converter, "create table shop (id bigint)")
                                .source(colours))
                        .answer("""
                        """),
                installed(unit("statement", converter, "create tabel shop (id bigint)")
                                .source(colours))
                        .answer("""
                        """),
                brought(jar("unitless").source("""
                                        package com.example.shop;

                                        @javax.persistence.Entity
                                        public class Shop {
                                            @javax.persistence.Id
                                            public long id;
                                        }
                                        """).imports("javax.persistence"))
                        .answer("""
                                """));
    }

    private static List<BrokenPlugin> others() {
        String command = """
                package com.example.shop;

                @org.apache.karaf.shell.api.action.lifecycle.Service
                @org.apache.karaf.shell.api.action.Command(scope = "doctor", name = "%s")
                public class Shop implements org.apache.karaf.shell.api.action.Action {
                    @Override
                    public Object execute() {
                        return null;
                    }
                }
                """;
        String shell = "org.apache.karaf.shell.api.action,org.apache.karaf.shell.api.action.lifecycle";
        String servlet = """
                package com.example.shop;

                public class Shop extends javax.servlet.http.HttpServlet {}
                """;
        String page = """
                package com.example.shop;

                public class Shop implements io.bouquet.console.spi.ConsolePage {
                    @Override
                    public io.bouquet.console.spi.PageView show(io.bouquet.console.spi.PageRequest request) {
                        return null;
                    }
                }
                """;
        String pages = "io.bouquet.console.spi";
        String task = """
                package com.example.shop;

                public class Shop implements io.bouquet.schedules.spi.ScheduledTask {
                    @Override
                    public void run() {}
                }
                """;
        String socket = """
                package com.example.shop;

                public class Shop implements io.bouquet.web.socket.SocketEndpoint {
                    @Override
                    public io.bouquet.web.socket.SocketListener open(io.bouquet.web.socket.SocketSession session) {
                        return null;
                    }
                }
                """;
        return List.of(
                brought(jar("command").source(command.formatted("hush")).imports(shell))
                        .answer("""
                        """),
                brought(jar("commands")
                                .source(command.formatted("say"))
                                .imports(shell)
                                .header("Karaf-Commands", "*"))
                        .beside(jar("commanding")
                                .source(command.formatted("say"))
                                .imports(shell)
                                .header("Karaf-Commands", "*"))
                        .answer("""
                                """),
                brought(jar("page").source(page).imports(pages)).answer("""
                        """),
                brought(jar("pages")
                                .source(page)
                                .imports(pages)
                                .component(
                                        "com.example.shop.Shop",
                                        "",
                                        service("io.bouquet.console.spi.ConsolePage")
                                                + property("console.page.path", "plugins")
                                                + property("console.page.title", "Shop")
                                                + property("console.page.order\" type=\"Integer", "7")))
                        .answer("""
                                """),
                brought(jar("servlet")
                                .source(servlet)
                                .imports("javax.servlet,javax.servlet.http")
                                .component(
                                        "com.example.shop.Shop",
                                        "",
                                        service("javax.servlet.Servlet")
                                                + property("osgi.http.whiteboard.servlet.pattern", "/doctor-servlet")))
                        .beside(jar("servlets")
                                .source(servlet)
                                .imports("javax.servlet,javax.servlet.http")
                                .component(
                                        "com.example.shop.Shop",
                                        "",
                                        service("javax.servlet.Servlet")
                                                + property("osgi.http.whiteboard.servlet.pattern", "/doctor-servlet")))
                        .answer("""
                                """),
                installed(jar("task")
                                .source(task)
                                .imports("io.bouquet.schedules.spi")
                                .component(
                                        "com.example.shop.Shop",
                                        "",
                                        service("io.bouquet.schedules.spi.ScheduledTask")
                                                + property("schedule.name", "stock")
                                                + property("schedule.every", "now and then")))
                        .answer("""
                                """),
                installed(jar("socket")
                                .source(socket)
                                .imports("io.bouquet.web.socket")
                                .component(
                                        "com.example.shop.Shop",
                                        "",
                                        service("io.bouquet.web.socket.SocketEndpoint")
                                                + property("io.bouquet.socket.path", "/api/doctor")))
                        .answer("""
                                """));
    }
}
