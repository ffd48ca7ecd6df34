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
                                com.example.doctor.library 1.0.0 is not installed
                                  it needs the packages com.google.common.base, com.google.common.collect of a library, which no bundle exports. Put the library into the plugin: add com.google.guava:guava to the dependencies in pom.xml; a POM without plugin-parent also needs the line '-conditionalpackage: com.google.common.*' in bnd.bnd [missing-library]
                                """),
                installed(jar("compiler").imports("com.google.errorprone.annotations,org.checkerframework.checker"))
                        .answer("""
                                com.example.doctor.compiler 1.0.0 is not installed
                                  it imports the packages com.google.errorprone.annotations, org.checkerframework.checker, which nothing needs at run time and no bundle exports. Leave it out: add the line 'Import-Package: !com.google.errorprone.annotations, !org.checkerframework.checker, *' to bnd.bnd [needless-import]
                                """),
                installed(jar("package").imports("com.example.nowhere;version=\"[1,2)\""))
                        .answer("""
                        com.example.doctor.package 1.0.0 is not installed
                          it needs the package com.example.nowhere [1.0.0, 2.0.0), which no bundle exports. If another plugin exports it, install that plugin first; if a library has it, add the library to the dependencies in pom.xml; a POM without plugin-parent also needs the line '-conditionalpackage: com.example.nowhere' in bnd.bnd [missing-package]
                        """),
                brought(jar("feature").imports("com.example.extra"))
                        .beside(jar("extra").header("Export-Package", "com.example.extra"))
                        .inFeature("doctor-extra")
                        .answer("""
                                com.example.doctor.feature 1.0.0 is not live
                                  it needs the package com.example.extra of the feature doctor-extra, which is not installed. Install it in the shell: feature:install doctor-extra [missing-feature]
                                """),
                installed(jar("version").imports("io.bouquet.tagging;version=\"[98,99)\""))
                        .answer("""
                        com.example.doctor.version 1.0.0 is not installed
                          it needs the package io.bouquet.tagging [98.0.0, 99.0.0), and there is {version:io.bouquet.tagging} of io.bouquet.tagging [{id:io.bouquet.tagging}]. Build against what is there: set the version of the dependency in pom.xml that has io.bouquet.tagging to the one of this platform (its package version is {version:io.bouquet.tagging}), and build again [other-version]
                        """),
                installed(jar("jakarta").imports("jakarta.ws.rs;version=\"[3,4)\""))
                        .answer("""
                        com.example.doctor.jakarta 1.0.0 is not installed
                          it needs the package jakarta.ws.rs, and the platform has javax.ws.rs. Write 'import javax.ws.rs' in place of 'import jakarta.ws.rs' in the sources, and take the dependency org.apache.aries.spec:org.apache.aries.javax.jax.rs-api in pom.xml [jakarta]
                        """),
                installed(jar("required").header("Require-Bundle", "com.example.absent;bundle-version=\"2\""))
                        .answer("""
                                com.example.doctor.required 1.0.0 is not installed
                                  it needs the bundle com.example.absent 2.0.0 or later, which is not installed. Install it first, or remove Require-Bundle from bnd.bnd: bnd imports the packages that you use [missing-bundle]
                                """),
                installed(jar("capability")
                                .header(
                                        "Require-Capability",
                                        "osgi.extender;filter:=\"(osgi.extender=bouquet.modell)\""))
                        .answer("""
                                com.example.doctor.capability 1.0.0 is not installed
                                  it needs the extender bouquet.modell, which no bundle provides. Correct it in Require-Capability in bnd.bnd; there is: bouquet.data, bouquet.model, osgi.component, osgi.configurator, osgi.metatype [missing-capability]
                                """),
                installed(jar("environment")
                                .header("Require-Capability", "osgi.ee;filter:=\"(&(osgi.ee=JavaSE)(version=99))\""))
                        .answer("""
                                com.example.doctor.environment 1.0.0 is not installed
                                  it needs Java 99; this is Java 17. Compile for this version: <maven.compiler.release>17</maven.compiler.release> in pom.xml [newer-java]
                                """),
                brought(jar("hostless").header("Fragment-Host", "com.example.absent"))
                        .answer("""
                        com.example.doctor.hostless 1.0.0 is not live
                          it is a fragment, a part without a life of its own, of the bundle com.example.absent, which is not installed. Install com.example.absent first, or remove Fragment-Host from bnd.bnd to make it a plugin of its own [fragment-without-host]
                        """),
                brought(jar("dependent").imports("com.example.api"))
                        .beside(jar("api")
                                .header("Export-Package", "com.example.api")
                                .imports("com.example.nowhere"))
                        .answer("""
                                com.example.doctor.dependent 1.0.0 is not live
                                  it needs the package com.example.api of com.example.doctor.api [{id:com.example.doctor.api}], which cannot run itself. Solve that first: plugin:doctor com.example.doctor.api [provider-not-live]
                                """),
                brought(jar("uses").imports("com.example.api;version=\"[1,2)\",com.example.client"))
                        .beside(jar("api1").header("Export-Package", "com.example.api;version=1.0.0"))
                        .beside(jar("api2").header("Export-Package", "com.example.api;version=2.0.0"))
                        .beside(jar("client")
                                .header("Export-Package", "com.example.client;uses:=\"com.example.api\"")
                                .imports("com.example.api;version=\"[2,3)\""))
                        .answer("""
                                com.example.doctor.uses 1.0.0 is not live
                                  it meets two copies of the package com.example.api, of com.example.doctor.api1 and com.example.doctor.api2, and cannot use both. Leave one copy: give the dependency with com.example.api the scope provided in pom.xml, and do not export or include the package in any plugin [api-twice]
                                """),
                brought(jar("single").header("Bundle-SymbolicName", "com.example.doctor.single;singleton:=true"))
                        .beside(jar("single2")
                                .header("Bundle-SymbolicName", "com.example.doctor.single;singleton:=true")
                                .header("Bundle-Version", "2.0.0"))
                        .answer("""
                                com.example.doctor.single is live in part
                                  1.0.0: only one version of it may run (singleton), and 2.0.0 runs. Remove that one: bundle:uninstall {id:com.example.doctor.single}; or remove ';singleton:=true' from Bundle-SymbolicName in bnd.bnd [singleton]
                                """));
    }

    private static List<BrokenPlugin> refused() {
        return List.of(
                installed(jar("newer").source(PLAIN.formatted("")).forClassFiles(70))
                        .answer("""
                        com.example.doctor.newer 1.0.0 is not installed
                          the class file com/example/shop/Shop.class is for Java 26, and the platform runs on Java 17. Compile for this version: <maven.compiler.release>17</maven.compiler.release> in pom.xml [newer-java]
                        """),
                installed(jar("exports").header("Export-Package", "io.bouquet.accounts;version=\"1.0.1\""))
                        .answer("""
                                com.example.doctor.exports 1.0.0 is not installed
                                  com.example.doctor.exports exports the platform's package io.bouquet.accounts, which io.bouquet.accounts has. Import it, and leave the classes out of the JAR: give the dependency the scope provided in pom.xml, and remove the package from Export-Package in bnd.bnd [platform-package]
                                """),
                examined(PluginJar.of("io.bouquet.tagging")).answer("""
                        io.bouquet.tagging.jar is not installed
                          io.bouquet.tagging is a bundle of the platform (version 0.1.0); it comes with a new release, not as a plugin. Give yours another symbolic name: Bundle-SymbolicName in bnd.bnd [platform-bundle]
                        """),
                examined(jar("twice")).beside(jar("twice")).answer("""
                        com.example.doctor.twice.jar is not installed
                          com.example.doctor.twice 1.0.0 is installed already, from {folder}com.example.doctor.twice.jar. Remove it first: bundle:uninstall {id:com.example.doctor.twice} [installed-already]
                        """),
                examined(jar("fragment").header("Fragment-Host", "com.example.absent"))
                        .answer("""
                        com.example.doctor.fragment.jar is not installed
                          com.example.doctor.fragment.jar is a fragment of com.example.absent: it does not run by itself. Ship it in a KAR with its host, or remove Fragment-Host from bnd.bnd [fragment]
                        """),
                brought(jar("tampering").header("Fragment-Host", "io.bouquet.tagging"))
                        .answer("""
                        com.example.doctor.tampering 1.0.0 is not live
                          com.example.doctor.tampering is a fragment of the platform's bundle io.bouquet.tagging, which no plugin may change. Remove Fragment-Host from bnd.bnd [platform-fragment]
                        """),
                examined(jar("text")).content("This is no JAR.").answer("""
                        com.example.doctor.text.jar is not installed
                          com.example.doctor.text.jar is not a JAR or KAR: it does not begin as ZIP files do. Take the JAR that the build puts into target/ [not-a-bundle]
                        """),
                examined(jar("damaged")).content("PK\u0003\u0004 and no more").answer("""
                        com.example.doctor.damaged.jar is not installed
                          com.example.doctor.damaged.jar is truncated or damaged (zip END header not found). Build it or copy it again; was it copied whole? [damaged-archive]
                        """),
                examined(jar("number").header("Bundle-Version", "1.0-beta")).answer("""
                        com.example.doctor.number.jar is not installed
                          the manifest of com.example.doctor.number.jar has the Bundle-Version '1.0-beta', which is no version. Write 1.2.3 or 1.2.3.qualifier [wrong-manifest]
                        """),
                installed(jar("model").header("Bouquet-Model", "model/x.bin;kind=horoscope;language=en"))
                        .answer("""
                                com.example.doctor.model 1.0.0 is not installed
                                  its header Bouquet-Model is wrong: the model 'model/x.bin' has the kind 'horoscope'; there are: language, sentences, tokens, pos, lemmas, entities, sentiment, categories. Correct it in bnd.bnd [wrong-header]
                                """),
                installed(component(
                                "accounts",
                                "",
                                "<reference name=\"accounts\" interface=\"io.bouquet.accounts.Accounts\""
                                        + " cardinality=\"0..1\"/>",
                                ""))
                        .answer("""
                                com.example.doctor.accounts 1.0.0 is not installed
                                  com.example.doctor.accounts asks for the permission accounts (it reads and changes accounts). Give it with --allow accounts in the shell, allow=accounts over REST [missing-permission]
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
                                com.example.doctor.activator 1.0.0 is not live
                                  its activator does not work: there is no licence key (java.lang.IllegalStateException at com.example.shop.Shop.start(Shop.java:6)). Correct that line, and install the plugin again [activator-failed]
                                """),
                brought(jar("activatorless").header("Bundle-Activator", "com.example.shop.Missing"))
                        .answer("""
                        com.example.doctor.activatorless 1.0.0 is not live
                          its Bundle-Activator com.example.shop.Missing is not in the JAR. Correct the line 'Bundle-Activator' in bnd.bnd, or remove it: components need none [missing-activator]
                        """),
                stopped(jar("stopped")).answer("""
                        com.example.doctor.stopped 1.0.0 is not live
                          it is stopped. Start it: bundle:start com.example.doctor.stopped [stopped]
                        """),
                brought(jar("level")).startLevel(300).answer("""
                        com.example.doctor.level 1.0.0 is not live
                          it waits for start level 300; the platform is at 100. Give it a lower one: bundle:start-level com.example.doctor.level 100 [start-level]
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
                                com.example.doctor.constructor 1.0.0 is not installed
                                  the component com.example.shop.Shop does not work: the shelf is empty (java.lang.IllegalStateException at com.example.shop.Shop.<init>(Shop.java:5)). Correct that line, and install the plugin again [component-failed]
                                """),
                brought(component(
                                "initializer",
                                "",
                                "",
                                "    private static final int SIZE = Integer.parseInt(\"many\");\n"
                                        + "    public int size() {\n        return SIZE;\n    }"))
                        .answer("""
                                com.example.doctor.initializer 1.0.0 is not live
                                  the component com.example.shop.Shop does not work: a static initializer threw For input string: "many" (java.lang.NumberFormatException at com.example.shop.Shop.<clinit>(Shop.java:4)). Correct that line: a static field or static block runs when the class is first used, before the constructor [static-initializer-failed]
                                """),
                brought(component(
                                        "class",
                                        "",
                                        "",
                                        "    private final Object page = new org.jsoup.Page();\n"
                                                + "    public Object page() {\n        return page;\n    }")
                                .without("package org.jsoup; public class Page {}"))
                        .answer("""
                                com.example.doctor.class 1.0.0 is not live
                                  the component com.example.shop.Shop does not work: it uses the class org.jsoup.Page, which it does not see (at com.example.shop.Shop.<init>(Shop.java:4)). Put the library into the plugin: add org.jsoup:jsoup to the dependencies in pom.xml; a POM without plugin-parent also needs the line '-conditionalpackage: org.jsoup.*' in bnd.bnd [missing-class]
                                """),
                brought(component("configuration", "configuration-policy=\"require\"", "", ""))
                        .answer("""
                        com.example.doctor.configuration 1.0.0 is not live
                          the component com.example.shop.Shop waits for the configuration com.example.shop.Shop. Set it: config:property-set --pid com.example.shop.Shop NAME VALUE [missing-configuration]
                        """),
                brought(component(
                                "value",
                                "init=\"1\" configuration-pid=\"com.example.doctor.value\"",
                                "",
                                "    public @interface Config {\n        int port() default 80;\n    }\n"
                                        + "    public Shop(Config config) {\n        config.port();\n    }"))
                        .setting("com.example.doctor.value", "port", "many")
                        .answer("""
                                com.example.doctor.value 1.0.0 is not live
                                  the component com.example.shop.Shop does not work: its setting port = many cannot be converted to the type that its code asks for. Set another value: config:property-set --pid com.example.doctor.value port VALUE [wrong-value]
                                """),
                brought(waiting)
                        .beside(jar("interface").source(greeter).header("Export-Package", "com.example.api"))
                        .answer("""
                                com.example.doctor.waiting 1.0.0 is not live
                                  the component com.example.shop.Shop waits for a service com.example.api.Greeter. No bundle here provides it: install the plugin that does, or let the component do without: @Reference(cardinality = ReferenceCardinality.OPTIONAL) [missing-service]
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
                                com.example.doctor.target 1.0.0 is not live
                                  the component com.example.shop.Shop waits for a service com.example.api.Greeter with (language=fr); there is one with language=en. Correct the target of @Reference in com.example.shop.Shop [wrong-target]
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
                                com.example.doctor.lonely 1.0.0 is not live
                                  the component com.example.shop.Shop waits for a service com.example.api.Greeter, which com.example.doctor.halted provides, and that is stopped. Start it: bundle:start com.example.doctor.halted [provider-stopped]
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
                                com.example.doctor.patient 1.0.0 is not live
                                  the component com.example.shop.Shop waits for a service com.example.api.Greeter, which the component com.example.greeter.Hello of com.example.doctor.unconfigured provides as soon as it works. See what that one lacks: plugin:doctor com.example.doctor.unconfigured [provider-not-live]
                                """),
                brought(component("copied", "", reference.formatted(""), field).source(greeter))
                        .beside(jar("original")
                                .source(greeter)
                                .source(greeting)
                                .header("Export-Package", "com.example.api")
                                .component("com.example.greeter.Hello", "", service("com.example.api.Greeter")))
                        .answer("""
                                com.example.doctor.copied 1.0.0 is not live
                                  the component com.example.shop.Shop waits for a service com.example.api.Greeter; com.example.doctor.original has one, but of another copy of the interface. Leave the package com.example.api out of the JAR, and import it: give its dependency the scope provided in pom.xml, and remove it from Private-Package and -conditionalpackage in bnd.bnd [api-twice]
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
                                com.example.doctor.circle 1.0.0 is not live
                                  the component com.example.circle.Egg waits for a service com.example.circle.Hen, and the components wait for each other: com.example.circle.Egg → com.example.circle.Hen → com.example.circle.Egg. Break the circle: write @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC) on a volatile field of one of them [circular-references]
                                  the component com.example.circle.Hen waits for a service com.example.circle.Egg, and the components wait for each other: com.example.circle.Hen → com.example.circle.Egg → com.example.circle.Hen. Break the circle: write @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC) on a volatile field of one of them [circular-references]
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
                                com.example.doctor.annotated 1.0.0 is not live
                                  the REST resource com.example.shop.Shop does not work: no method of com.example.shop.Shop answers requests: the bundle does not import javax.ws.rs, so its annotations are not visible. Add Import-Package: javax.ws.rs, which bnd does by default [unusable-resource]
                                """),
                brought(jar("forgotten")
                                .source(resource("doctor/forgotten", "@javax.ws.rs.GET"))
                                .imports("javax.ws.rs"))
                        .answer("""
                                com.example.doctor.forgotten 1.0.0 is not live
                                  com.example.shop.Shop has @Path, and nobody registers it. Add @Component(service = Shop.class) and @JaxrsResource to the class [unregistered-resource]
                                """),
                brought(jar("ee")
                                .source(resource("doctor/ee", "").replace("javax.ws", "jakarta.ws"))
                                .without(
                                        "package jakarta.ws.rs; import java.lang.annotation.*;"
                                                + " @Retention(RetentionPolicy.RUNTIME) public @interface Path { String value(); }")
                                .header("Import-Package", "jakarta.ws.rs;resolution:=optional"))
                        .answer("""
                                com.example.doctor.ee 1.0.0 is not live
                                  com.example.shop.Shop has @Path of jakarta.ws.rs, which the platform does not know. Write 'import javax.ws.rs' in place of 'import jakarta.ws.rs' in the sources, and take the dependency org.apache.aries.spec:org.apache.aries.javax.jax.rs-api in pom.xml [jakarta]
                                """),
                brought(resource("names", "doctor/names", property("osgi.jaxrs.name", "doctor")))
                        .beside(resource("named", "doctor/named", property("osgi.jaxrs.name", "doctor")))
                        .answer("""
                                com.example.doctor.names 1.0.0 is not live
                                  the REST service com.example.shop.Shop waits for the platform, which does not serve it: another service has the same osgi.jaxrs.name. Choose another name: @JaxrsName in the source; this one is doctor [name-taken]
                                """),
                brought(resource(
                                "selects",
                                "doctor/selects",
                                property("osgi.jaxrs.application.select", "(osgi.jaxrs.name=shops)")))
                        .answer("""
                                com.example.doctor.selects 1.0.0 is not live
                                  the REST service com.example.shop.Shop waits for the platform, which does not serve it: the application that it selects (osgi.jaxrs.application.select) is missing. Correct @JaxrsApplicationSelect("(osgi.jaxrs.name=shops)") in the source, or add the application that it selects [route-failed]
                                """),
                brought(resource("double", "doctor/double", ""))
                        .beside(resource("first", "doctor/double", ""))
                        .answer("""
                                com.example.doctor.double 1.0.0 is live in part
                                  the route GET /doctor/double is also of com.example.doctor.first, and only one of them answers. Choose another @Path in the source, or remove the other: plugin:remove com.example.doctor.first [route-taken]
                                  live: REST /doctor/double
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
                                com.example.doctor.mapper 1.0.0 is not live
                                  the REST extension javax.ws.rs.ext.ExceptionMapper does not work: its ExceptionMapper is for java.lang.RuntimeException, which is not a class of its own bundle. Give the plugin a JAX-RS application of its own (@JaxrsApplicationBase) that its resources and extensions select, or let an operator allow it: plugin:install --allow filters, or filters of io.bouquet.permissions [extension-unused]
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
                                return io.bouquet.tagging.Layers.of("%s", java.util.List.of());
                            }
                        }
                        """.formatted(load, layer))
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
                        com.example.doctor.layer 1.0.0 is not live
                          the tagger doctor-layer 1.0.0 has no effect yet: standing_by; no gold samples; 'tokens-en' answers tokens (en). Let it answer: tagger:takeover doctor-layer; or declare another layer in the source: @TaggerService(produces = …) [layer-taken]
                        """),
                installed(tagger("load", "doctor", "throw new IllegalStateException(\"no word list\");"))
                        .answer("""
                        com.example.doctor.load 1.0.0 is not installed
                          the tagger doctor-load 1.0.0 does not work: loading failed: java.lang.IllegalStateException: no word list. Correct load() or warmUp() of the tagger, and install the plugin again [tagger-failed]
                        """),
                installed(tagger("samples", "doctor", "")
                                .header("Bouquet-Samples", "samples.json;threshold=0.9")
                                .file(
                                        "samples.json",
                                        "[{\"text\": \"Good day\", \"language\": \"en\", \"layers\": {\"doctor\":"
                                                + " [{\"begin\": 0, \"end\": 4, \"label\": \"good\"}]}}]"))
                        .answer("""
                                com.example.doctor.samples 1.0.0 is not installed
                                  the tagger doctor-samples 1.0.0 does not work: its gold samples score F1 0.000 of 1 samples, below the threshold 0.900. Correct the tagger or its samples, or lower the threshold in bnd.bnd: Bouquet-Samples: FILE;threshold=0.8 [samples-failed]
                                """),
                installed(jar("garbage")
                                .header(
                                        "Bouquet-Model",
                                        "model/tokens.bin;kind=tokens;language=en;name=doctor-garbage;layers=garbage")
                                .file("model/tokens.bin", "garbage"))
                        .answer("""
                                com.example.doctor.garbage 1.0.0 is not installed
                                  the tagger doctor-garbage 1.0.0 does not work: loading failed: java.io.IOException: 'model/tokens.bin' is no tokens model that OpenNLP can read (java.lang.NullPointerException: Cannot invoke "java.util.Properties.getProperty(String)" because "manifest" is null); train or fetch it again. Put a model of the declared kind into the JAR: the file that Bouquet-Model in bnd.bnd names [model-failed]
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
                                com.example.doctor.untagged 1.0.0 is not live
                                  com.example.shop.Shop is a io.bouquet.tagging.spi.Tagger, and nobody registers it. Add @Component and @TaggerService to the class [unregistered-tagger]
                                """),
                brought(jar("header").header("Bouquet-Modell", "m.bin;kind=tokens"))
                        .answer("""
                        com.example.doctor.header 1.0.0 is not live
                          its header Bouquet-Modell means nothing here. Did you mean Bouquet-Model? Correct it in bnd.bnd [unknown-header]
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
                                com.example.doctor.plain 1.0.0 is not installed
                                  the unit doctor_plain does not work: the entities com.example.shop.Shop of the unit doctor_plain are not enhanced. Build with plugin-parent as the parent in pom.xml, which enhances entities, or run the goal 'enhance' of openjpa-maven-plugin [entity-not-enhanced]
                                """),
                installed(unit("nowhere", "<class>com.example.shop.Till</class>", "create table shop (id bigint)"))
                        .answer("""
                                com.example.doctor.nowhere 1.0.0 is not installed
                                  the unit doctor_nowhere does not work: no entity com.example.shop.Till in the plugin, but in META-INF/persistence.xml. Correct the line <class>com.example.shop.Till</class> there, or remove it [missing-entity]
                                """),
                brought(unit("listed", "", "create table shop (id bigint)")).answer("""
                        com.example.doctor.listed 1.0.0 is not live
                          the unit META-INF/persistence.xml does not work: the persistence unit 'doctor_listed' in META-INF/persistence.xml lists no entity. Name each entity there in a <class> element [entity-not-listed]
                        """),
                installed(unit("statement", converter, "create tabel shop (id bigint)")
                                .source(colours))
                        .answer("""
                        com.example.doctor.statement 1.0.0 is not installed
                          the unit doctor_statement does not work: the change log db/shop.sql failed in the change set db/shop.sql::1::shop: Syntax error: Encountered "tabel" at line 1, column 8.; statement: create tabel shop (id bigint). Correct that statement in the change log, and install the plugin again [migration-failed]
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
                                com.example.doctor.unitless 1.0.0 is not live
                                  com.example.shop.Shop has @Entity, and the bundle has no header Meta-Persistence, so no persistence unit is opened. Add the lines 'Meta-Persistence: META-INF/persistence.xml' and 'Bouquet-Migrations: ' with the path of the change log to bnd.bnd [entity-without-unit]
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
                        com.example.doctor.command 1.0.0 is not live
                          com.example.shop.Shop has @Command, and the bundle has no header Karaf-Commands, so the shell does not know doctor:hush. Add the line 'Karaf-Commands: *' to bnd.bnd [unregistered-command]
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
                                com.example.doctor.commands 1.0.0 is live in part
                                  the command doctor:say is also of com.example.doctor.commanding, and only one of them answers. Choose another scope or name in @Command in the source, or remove the other: plugin:remove com.example.doctor.commanding [command-taken]
                                  live: command doctor:say
                                """),
                brought(jar("page").source(page).imports(pages)).answer("""
                        com.example.doctor.page 1.0.0 is not live
                          com.example.shop.Shop is a io.bouquet.console.spi.ConsolePage, and nobody registers it. Add @Component and @ConsolePageService to the class [unregistered-page]
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
                                com.example.doctor.pages 1.0.0 is live in part
                                  the page plugins is also of io.bouquet.deploy.console (platform), and only one of them answers. Choose another path in @ConsolePageService in the source [page-taken]
                                  live: page /console/plugins
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
                                com.example.doctor.servlet 1.0.0 is not live
                                  the servlet /doctor-servlet is also of com.example.doctor.servlets, and only one of them answers. Choose another servlet pattern in @HttpWhiteboardServletPattern in the source, or remove the other: plugin:remove com.example.doctor.servlets [servlet-taken]
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
                                com.example.doctor.task 1.0.0 is not installed
                                  the scheduled task stock does not work: 'now and then' is no ISO 8601 duration, such as PT5M. Correct @Scheduled in the source [wrong-schedule]
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
                                com.example.doctor.socket 1.0.0 is not installed
                                  the WebSocket /api/doctor does not work: paths of the platform, such as those below /api, are not for plugins. Choose another path in the source: @SocketService(path = …) [wrong-socket-path]
                                """));
    }
}
