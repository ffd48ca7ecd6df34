package io.bouquet.plugin.rules;

import aQute.bnd.classfile.ConstantPool;
import aQute.bnd.classfile.ConstantPool.AbstractRefInfo;
import aQute.bnd.classfile.ConstantPool.NameAndTypeInfo;
import aQute.bnd.header.Attrs;
import aQute.bnd.osgi.Analyzer;
import aQute.bnd.osgi.Clazz;
import aQute.bnd.osgi.Constants;
import aQute.bnd.osgi.Descriptors.PackageRef;
import aQute.bnd.osgi.Descriptors.TypeRef;
import aQute.bnd.service.verifier.VerifierPlugin;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Refuses a plugin that would not resolve, would break others, or would stay in memory after its removal. Each error
 * says what to change. An author who knows better turns an error off with bnd's {@code -fixupmessages}.
 */
public final class Rules implements VerifierPlugin {
    private static final String ENTITY = "javax.persistence.Entity";
    private static final String ENHANCED = "org.apache.openjpa.enhance.PersistenceCapable";
    private static final String PATH = "javax.ws.rs.Path";
    private static final String MIGRATIONS = "Bouquet-Migrations";

    /**
     * What a bundle begins and must end.
     *
     * @param begins calls that begin it, as beginnings of {@code type.method}
     * @param ends   calls that end it, as ends of {@code type.method}
     */
    private record Duty(List<String> begins, List<String> ends, String error) {
        boolean isBegunBy(String call) {
            return begins.stream().anyMatch(call::startsWith);
        }

        boolean isEndedBy(String call) {
            return ends.stream().anyMatch(call::endsWith);
        }
    }

    private static final List<Duty> DUTIES = List.of(
            new Duty(
                    List.of(
                            "java/util/concurrent/Executors.new",
                            "java/util/concurrent/ThreadPoolExecutor.<init>",
                            "java/util/concurrent/ScheduledThreadPoolExecutor.<init>",
                            "java/util/concurrent/ForkJoinPool.<init>"),
                    List.of(".shutdown", ".shutdownNow"),
                    "%s makes an executor, and no class of the plugin shuts one down. Its threads would run on after the"
                            + " plugin is removed. Call shutdownNow() in a method with @Deactivate"),
            new Duty(
                    List.of("java/util/Timer.<init>"),
                    List.of("java/util/Timer.cancel"),
                    "%s makes a Timer, and no class of the plugin cancels one. Its thread would run on after the plugin"
                            + " is removed. Call cancel() in a method with @Deactivate, or use @Scheduled"),
            new Duty(
                    List.of("java/lang/Thread.start"),
                    List.of("java/lang/Thread.interrupt", "java/lang/Thread.join"),
                    "%s starts a thread, and no class of the plugin interrupts or joins one. It would run on after the"
                            + " plugin is removed. Interrupt it in a method with @Deactivate"),
            new Duty(
                    List.of("java/lang/ThreadLocal.set", "java/lang/ThreadLocal.withInitial"),
                    List.of("java/lang/ThreadLocal.remove"),
                    "%s sets a ThreadLocal, and no class of the plugin removes one. The platform's threads would hold"
                            + " the plugin's classes after its removal. Call remove() in a finally block"),
            new Duty(
                    List.of("java/lang/Runtime.addShutdownHook"),
                    List.of("java/lang/Runtime.removeShutdownHook"),
                    "%s adds a shutdown hook, and no class of the plugin removes one. The hook would hold the plugin's"
                            + " classes after its removal. Do the work in a method with @Deactivate"),
            new Duty(
                    List.of("java/sql/DriverManager.registerDriver"),
                    List.of("java/sql/DriverManager.deregisterDriver"),
                    "%s registers a JDBC driver, and no class of the plugin deregisters one. DriverManager would hold"
                            + " the plugin's classes after its removal. Call deregisterDriver in a method with"
                            + " @Deactivate"),
            new Duty(
                    List.of("java/security/Security.addProvider", "java/security/Security.insertProviderAt"),
                    List.of("java/security/Security.removeProvider"),
                    "%s adds a security provider, and no class of the plugin removes one. Security would hold the"
                            + " plugin's classes after its removal. Pass the provider to getInstance instead"),
            new Duty(
                    List.of("javax/management/MBeanServer.registerMBean"),
                    List.of("javax/management/MBeanServer.unregisterMBean"),
                    "%s registers an MBean, and no class of the plugin unregisters one. The MBean server would hold the"
                            + " plugin's classes after its removal. Call unregisterMBean in a method with"
                            + " @Deactivate"));

    /** Static fields of the JVM that hold what a bundle gives them, for all bundles, as beginnings of {@code type.method}. */
    private static final List<String> GLOBALS = List.of(
            "java/lang/System.setOut",
            "java/lang/System.setErr",
            "java/lang/System.setIn",
            "java/lang/System.setSecurityManager",
            "java/lang/Thread.setDefaultUncaughtExceptionHandler",
            "java/net/Authenticator.setDefault",
            "java/net/CookieHandler.setDefault",
            "java/net/ProxySelector.setDefault",
            "java/net/ResponseCache.setDefault",
            "java/net/URL.setURLStreamHandlerFactory",
            "java/net/URLConnection.setContentHandlerFactory",
            "java/util/Locale.setDefault",
            "java/util/TimeZone.setDefault",
            "javax/net/ssl/HttpsURLConnection.setDefault",
            "javax/net/ssl/SSLContext.setDefault",
            "javax/ws/rs/ext/RuntimeDelegate.setInstance");

    @Override
    public void verify(Analyzer analyzer) throws Exception {
        Set<String> api = Platform.api(analyzer);
        if (!api.isEmpty()) {
            refuseInternalPackages(analyzer, api);
        }
        refuseCopies(analyzer, api);
        refuseExports(analyzer);
        refuseEntities(analyzer);
        refuseHiddenResources(analyzer);
        refuseWhatNeverEnds(analyzer);
    }

    private static void refuseInternalPackages(Analyzer analyzer, Set<String> api) {
        for (PackageRef imported : analyzer.getImports().keySet()) {
            if (Platform.isOwn(imported) && !api.contains(imported.getFQN())) {
                analyzer.error(
                        "The package %s is no API of the platform: it changes without notice. %s uses it. The API is all"
                                + " that io.bouquet:plugin-api has",
                        imported.getFQN(), String.join(", ", users(analyzer, imported)));
            }
        }
    }

    /** Other bundles would be wired to the copy, and would not find the platform's services. */
    private static void refuseCopies(Analyzer analyzer, Set<String> api) {
        Set<String> copies = new TreeSet<>();
        for (PackageRef contained : analyzer.getContained().keySet()) {
            String name = contained.getFQN();
            if (api.contains(name)
                    || name.startsWith("javax.ws.rs")
                    || name.startsWith("javax.validation")
                    || name.startsWith("javax.persistence")
                    || name.startsWith("javax.servlet")
                    || name.startsWith("org.osgi.service")
                    || name.equals("org.osgi.framework")
                    || name.equals("org.slf4j")) {
                copies.add(name);
            }
        }
        if (!copies.isEmpty()) {
            analyzer.error(
                    "The plugin contains %s, which the platform has: its services would not match. Give the dependency"
                            + " that brings it the scope provided, or exclude it",
                    String.join(", ", copies));
        }
    }

    private static void refuseExports(Analyzer analyzer) {
        for (Map.Entry<PackageRef, Attrs> exported : analyzer.getExports().entrySet()) {
            String name = exported.getKey().getFQN();
            String version = exported.getValue().getVersion();
            if (name.matches(".*\\.(internal|impl)(\\..*)?")) {
                analyzer.error(
                        "The package %s is exported, and its name says that it is internal. Leave it out of"
                                + " Export-Package, or remove @Export from its package-info.java",
                        name);
            } else if (version == null || version.isEmpty() || version.equals("0.0.0")) {
                analyzer.error(
                        "The package %s is exported without a version, so no other plugin can say which one it needs."
                                + " Add @Version(\"1.0.0\") to its package-info.java, or do not export it",
                        name);
            }
        }
    }

    private static void refuseEntities(Analyzer analyzer) throws Exception {
        Set<String> entities = new TreeSet<>();
        for (Clazz type : own(analyzer)) {
            if (type.annotations().stream()
                    .anyMatch(annotation -> annotation.getFQN().equals(ENTITY))) {
                entities.add(type.getFQN());
                if (type.interfaces().stream().noneMatch(one -> one.getFQN().equals(ENHANCED))) {
                    analyzer.error(
                            "The entity %s is not enhanced. With plugin-parent, the file"
                                    + " src/main/resources/db/changelog.sql turns the enhancer on; elsewhere, run"
                                    + " openjpa-maven-plugin's goal enhance",
                            type.getFQN());
                }
            }
        }
        if (!entities.isEmpty() && analyzer.getProperty(MIGRATIONS, "").isBlank()) {
            analyzer.error(
                    "The entities %s have no change log, so nothing makes their tables. Write"
                            + " src/main/resources/db/changelog.sql, in Liquibase's formatted SQL",
                    String.join(", ", entities));
        }
    }

    private static void refuseHiddenResources(Analyzer analyzer) throws Exception {
        for (Clazz type : own(analyzer)) {
            if (!type.isPublic()
                    && type.annotations().stream()
                            .anyMatch(annotation -> annotation.getFQN().equals(PATH))) {
                analyzer.error(
                        "The resource %s is not public, so JAX-RS cannot call its methods. Write: public class",
                        type.getFQN());
            }
        }
    }

    private static void refuseWhatNeverEnds(Analyzer analyzer) throws Exception {
        Map<String, String> calls = new TreeMap<>();
        for (Clazz type : own(analyzer)) {
            ConstantPool constants = Clazz.parse(type.getResource()).constant_pool;
            for (int i = 1; i < constants.size(); i++) {
                if (constants.tag(i) == ConstantPool.CONSTANT_Methodref
                        || constants.tag(i) == ConstantPool.CONSTANT_InterfaceMethodref) {
                    AbstractRefInfo called = constants.entry(i);
                    NameAndTypeInfo name = constants.entry(called.name_and_type_index);
                    calls.putIfAbsent(
                            constants.className(called.class_index) + "." + constants.utf8(name.name_index),
                            type.getFQN());
                }
            }
        }
        calls.forEach((call, user) -> {
            if (GLOBALS.stream().anyMatch(call::startsWith)) {
                analyzer.error(
                        "%s calls %s, which is for the whole JVM: it changes the platform and all plugins, and would hold"
                                + " the plugin's classes after its removal. Use an object of your own",
                        user, call.substring(call.lastIndexOf('/') + 1));
            }
        });
        for (Duty duty : DUTIES) {
            if (calls.keySet().stream().noneMatch(duty::isEndedBy)) {
                calls.entrySet().stream()
                        .filter(call -> duty.isBegunBy(call.getKey()))
                        .findFirst()
                        .ifPresent(call -> analyzer.error(duty.error(), call.getValue()));
            }
        }
    }

    /** Returns the classes of the plugin, without those of embedded libraries. */
    private static List<Clazz> own(Analyzer analyzer) {
        return analyzer.getClassspace().values().stream()
                .filter(type -> !type.isModule())
                .filter(type -> analyzer.getBundleClassPathEntry(type)
                        .filter(entry -> !entry.equals("."))
                        .isEmpty())
                .toList();
    }

    private static Set<String> users(Analyzer analyzer, PackageRef used) {
        Set<String> users = new TreeSet<>();
        for (Map.Entry<TypeRef, Clazz> type : analyzer.getClassspace().entrySet()) {
            if (type.getValue().getReferred().contains(used)) {
                users.add(type.getKey().getFQN());
            }
        }
        return users.isEmpty() ? Set.of(analyzer.getProperty(Constants.BUNDLE_SYMBOLICNAME, "it")) : users;
    }
}
