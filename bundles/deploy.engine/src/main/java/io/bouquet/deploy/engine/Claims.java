package io.bouquet.deploy.engine;

import io.bouquet.deploy.Finding;
import io.bouquet.deploy.Plan.TakeOver;
import io.bouquet.deploy.PlatformBundles;
import io.bouquet.deploy.Plugin.Format;
import io.bouquet.deploy.engine.Declared.Answer;
import io.bouquet.deploy.engine.Declared.Component;
import io.bouquet.deploy.engine.Declared.Type;
import io.bouquet.deploy.spi.Permissions;
import io.bouquet.tagging.TakeOvers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Dictionary;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.felix.utils.manifest.Clause;
import org.apache.felix.utils.manifest.Parser;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.Version;
import org.osgi.service.jaxrs.runtime.dto.ApplicationDTO;
import org.osgi.service.jaxrs.runtime.dto.ResourceDTO;
import org.osgi.service.jaxrs.runtime.dto.ResourceMethodInfoDTO;
import org.osgi.service.jaxrs.runtime.dto.RuntimeDTO;

/**
 * Finds the layers, routes, servlets, pages and commands that an archive would take over from others. The current
 * provider keeps them unless the operator agrees.
 */
final class Claims {
    private static final String OF = " of ";
    private static final String PLATFORM = " (platform)";
    private static final String TAGGER = "io.bouquet.tagging.spi.Tagger";
    private static final String PATTERN = "osgi.http.whiteboard.servlet.pattern";
    private static final String CONTEXT = "osgi.http.whiteboard.context.select";
    private static final String PAGE = "console.page.path";
    private static final String RESOURCE = "osgi.jaxrs.resource";
    private static final String APPLICATION = "osgi.jaxrs.application.select";
    private static final String NAME = "osgi.jaxrs.name";

    private final String plugin;
    private final Bundles bundles;
    private final Surroundings surroundings;
    private final Set<Bundle> own;
    private final List<TakeOver> found = new ArrayList<>();

    private Claims(String plugin, Set<Bundle> own, Bundles bundles, Surroundings surroundings) {
        this.plugin = plugin;
        this.own = own;
        this.bundles = bundles;
        this.surroundings = surroundings;
    }

    private static Set<Bundle> own(Intent intent, Store store, Bundles bundles) {
        return new HashSet<>(
                intent.format() == Format.JAR
                        ? bundles.of(intent.plugin())
                        : intent.current()
                                .map(kar -> bundles.at(Kars.locations(store.archive(kar))))
                                .orElse(List.of()));
    }

    /**
     * Returns the take-overs of a new archive. Empty for a version on standby, whose files were not read completely.
     */
    static List<TakeOver> of(Intent intent, Store store, Bundles bundles, Surroundings surroundings) {
        if (intent.archive().isEmpty() || intent.loaded()) {
            return List.of();
        }
        Claims claims = new Claims(intent.plugin(), own(intent, store, bundles), bundles, surroundings);
        for (Archive.Part part : intent.archive().get().parts()) {
            if (intent.format() == Format.KAR && claims.isInstalledAlready(part)) {
                continue;
            }
            taggers(part).forEach(claims::layers);
            claims.routes(part.declared());
            claims.services(part.declared());
            claims.commands(part.declared());
        }
        return List.copyOf(new LinkedHashSet<>(claims.found));
    }

    /** Whether another plugin has this bundle of a KAR. Karaf then does not install it again, so it takes nothing over. */
    private boolean isInstalledAlready(Archive.Part part) {
        Clause[] names = Parser.parseHeader(part.headers().getOrDefault(Constants.BUNDLE_SYMBOLICNAME, ""));
        Version version = Version.parseVersion(part.headers().get(Constants.BUNDLE_VERSION));
        return names.length == 1
                && bundles.all().stream()
                        .filter(bundle -> !own.contains(bundle))
                        .anyMatch(bundle -> names[0].getName().equals(bundle.getSymbolicName())
                                && version.equals(bundle.getVersion()));
    }

    /** A tagger that an archive declares. */
    record Tags(String name, List<String> layers, List<String> languages) {}

    /** Returns the taggers that the components and models of a bundle are. */
    static List<Tags> taggers(Archive.Part part) {
        List<Tags> taggers = new ArrayList<>();
        for (Component component : part.declared().components()) {
            if (component.provides().contains(TAGGER)) {
                taggers.add(new Tags(
                        first(component.property("tagger.name")),
                        component.property("tagger.produces"),
                        component.property("tagger.languages")));
            }
        }
        String models = part.headers().get("Bouquet-Model");
        for (Clause model : models == null ? new Clause[0] : Parser.parseHeader(models)) {
            String kind = String.valueOf(model.getAttribute("kind"));
            String language = model.getAttribute("language");
            List<String> languages = language == null ? List.of() : List.of(language.split("\\s*,\\s*"));
            String name = model.getAttribute("name");
            String layer = model.getAttribute("layers");
            taggers.add(new Tags(
                    name != null
                            ? name
                            : kind + languages.stream().map(one -> "-" + one).reduce("", String::concat),
                    layer != null
                            ? List.of(layer.split("\\s*,\\s*"))
                            : kind.equals("embeddings") ? List.of(kind, "states") : List.of(kind),
                    languages));
        }
        return taggers;
    }

    /**
     * Returns the names of the taggers that a removal or rollback removes. The layers that they took over are handed
     * back.
     */
    static Set<String> leaving(Intent intent, Store store) {
        Set<String> leaving = new TreeSet<>();
        if (intent.current().isPresent()) {
            Store.Installed current = intent.current().get();
            switch (intent.kind()) {
                case REMOVE -> {
                    leaving.addAll(taggers(store, current, current.build()));
                    current.previous().forEach(build -> leaving.addAll(taggers(store, current, build)));
                }
                case ROLLBACK -> {
                    leaving.addAll(taggers(store, current, current.build()));
                    leaving.removeAll(taggers(store, current, intent.build().orElseThrow()));
                }
                case INSTALL, UPGRADE -> {
                    // a rollback may need the take-overs of the previous version
                }
            }
        }
        return leaving;
    }

    /** Returns the names of the taggers in a stored build. */
    private static Set<String> taggers(Store store, Store.Installed plugin, Store.Build build) {
        Set<String> names = new TreeSet<>();
        if (store.has(plugin.name(), build, plugin.format())) {
            store.archive(plugin.name(), build, plugin.format()).parts().forEach(part -> taggers(part)
                    .forEach(tagger -> names.add(tagger.name())));
        }
        return names;
    }

    private void layers(Tags tagger) {
        TakeOvers owners = surroundings.takeOvers;
        if (owners == null) {
            return;
        }
        owners.owners(tagger.layers(), tagger.languages()).stream()
                .filter(owner -> own.stream().noneMatch(bundle -> owner.bundle().equals(bundle.getSymbolicName())))
                .forEach(owner -> layer(owner.what(), owner.tagger(), tagger.name()));
    }

    private void layer(String what, String from, String tagger) {
        String to = tagger.equals(from) ? tagger + OF + plugin : tagger;
        found.add(new TakeOver("layer", what, from, to, true));
    }

    /** Returns the names of the taggers that take over layers. */
    static Set<String> taggers(List<TakeOver> takeOvers) {
        Set<String> taggers = new TreeSet<>();
        takeOvers.stream()
                .filter(one -> one.kind().equals("layer"))
                .forEach(one -> taggers.add(one.to().split(OF, 2)[0]));
        return taggers;
    }

    private void routes(Declared declared) {
        RuntimeDTO dto = RestWhiteboard.look(surroundings.routes).orElse(null);
        if (dto == null) {
            return;
        }
        List<ApplicationDTO> applications = Stream.concat(
                        Stream.ofNullable(dto.defaultApplication), Stream.of(dto.applicationDTOs))
                .toList();
        for (Component component : declared.components()) {
            Type type = declared.types().get(component.type());
            if (type == null || !component.is(RESOURCE)) {
                continue;
            }
            for (ApplicationDTO application : applications) {
                if (isIn(application, first(component.property(APPLICATION)))) {
                    routes(type, application);
                }
            }
        }
    }

    private void routes(Type type, ApplicationDTO application) {
        for (Answer answer : type.methods()) {
            String path = normal("/" + application.base + "/" + type.path() + "/" + answer.path());
            for (ResourceDTO resource : application.resourceDTOs) {
                Bundle owner = owner(resource.serviceId);
                if (owner == null || own.contains(owner)) {
                    continue;
                }
                for (ResourceMethodInfoDTO method : resource.resourceMethods) {
                    if (answer.method().equals(method.method)
                            && same(path, normal("/" + application.base + "/" + method.path))) {
                        found.add(new TakeOver("route", answer.method() + " " + path, name(owner), plugin, true));
                    }
                }
            }
        }
    }

    private static boolean isIn(ApplicationDTO application, String select) {
        if (select.isEmpty()) {
            return ".default".equals(application.name);
        }
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put(NAME, application.name);
        try {
            return FrameworkUtil.createFilter(select).match(properties);
        } catch (InvalidSyntaxException e) {
            return false;
        }
    }

    /** Returns a path without doubled slashes. */
    static String normal(String path) {
        String joined = path.replaceAll("/\\*(?=/|$)", "").replaceAll("/{2,}", "/");
        return joined.length() > 1 && joined.endsWith("/") ? joined.substring(0, joined.length() - 1) : joined;
    }

    /** Whether two paths match the same requests. The names of parameters do not matter. */
    private static boolean same(String one, String other) {
        return one.replaceAll("\\{[^/]*}", "{}").equals(other.replaceAll("\\{[^/]*}", "{}"));
    }

    /**
     * Finds properties that only the first service can have: the whiteboard ignores a later service with the same
     * value.
     */
    private void services(Declared declared) {
        services(declared, PATTERN, CONTEXT, "servlet");
        services(declared, PAGE, "", "page");
    }

    private void services(Declared declared, String property, String and, String kind) {
        for (Component component : declared.components()) {
            for (String value : component.property(property)) {
                for (Bundle bundle : bundles.all()) {
                    if (!own.contains(bundle) && has(bundle, property, value, and, first(component.property(and)))) {
                        found.add(new TakeOver(kind, value, name(bundle), plugin, false));
                    }
                }
            }
        }
    }

    /** Finds commands by the classes of all bundles, because Karaf does not tell which bundle has a command. */
    private void commands(Declared declared) {
        Set<String> wanted = new TreeSet<>();
        declared.types().values().forEach(type -> wanted.add(type.command()));
        wanted.remove("");
        if (wanted.isEmpty()) {
            return;
        }
        for (Bundle bundle : bundles.all()) {
            if (bundle.getHeaders("").get("Karaf-Commands") == null
                    || own.contains(bundle)
                    || bundle.getState() != Bundle.ACTIVE) {
                continue;
            }
            DeclaredReader.of(bundle, path -> path.endsWith(".class")).types().values().stream()
                    .map(Type::command)
                    .filter(wanted::contains)
                    .forEach(command -> found.add(new TakeOver("command", command, name(bundle), plugin, false)));
        }
    }

    private static boolean has(Bundle bundle, String property, String value, String and, String other) {
        ServiceReference<?> @Nullable [] services = bundle.getRegisteredServices();
        return services != null
                && Stream.of(services)
                        .anyMatch(
                                service -> values(service.getProperty(property)).contains(value)
                                        && (and.isEmpty()
                                                || String.join("", values(service.getProperty(and)))
                                                        .equals(other)));
    }

    private static List<String> values(@Nullable Object property) {
        return property == null
                ? List.of()
                : property instanceof String[] many ? Arrays.asList(many) : List.of(property.toString());
    }

    private @Nullable Bundle owner(long service) {
        for (Bundle bundle : bundles.all()) {
            ServiceReference<?> @Nullable [] services = bundle.getRegisteredServices();
            if (services != null
                    && Stream.of(services).anyMatch(one -> one.getProperty(Constants.SERVICE_ID)
                            .equals(service))) {
                return bundle;
            }
        }
        return null;
    }

    private String name(Bundle bundle) {
        return bundle.getSymbolicName() + (PlatformBundles.contains(bundle) ? PLATFORM : "");
    }

    private static String first(List<String> values) {
        return values.isEmpty() ? "" : values.get(0);
    }

    /** Returns why these take-overs are refused; empty if {@code agreed} is enough to allow them. */
    static List<Finding> refusals(List<TakeOver> takeOvers, boolean agreed) {
        return takeOvers.stream()
                .filter(one -> !agreed || !one.possible())
                .map(one -> new Finding(
                        one.kind() + "-taken",
                        one.text(),
                        one.possible()
                                ? "It stays so unless you agree: --take-over in the shell, takeOver=true over REST"
                                : "The current provider keeps " + one.name()
                                        + ": choose another name, or remove the other first",
                        one.name()))
                .toList();
    }

    /** Returns what a started bundle and another bundle both answer, except layers. */
    static List<Finding> running(Bundle bundle, Archive.Part part, Bundles bundles, Surroundings surroundings) {
        Claims claims = new Claims(String.valueOf(bundle.getSymbolicName()), Set.of(bundle), bundles, surroundings);
        claims.routes(part.declared());
        claims.services(part.declared());
        claims.commands(part.declared());
        return new LinkedHashSet<>(claims.found)
                .stream()
                        .map(one -> new Finding(
                                one.kind() + "-taken",
                                "the " + one.kind() + " " + one.name() + " is also of " + one.from()
                                        + ", and only one of them answers",
                                "Choose another " + changed(one.kind()) + " in the source"
                                        + (one.from().endsWith(PLATFORM)
                                                ? ""
                                                : ", or remove the other: plugin:remove " + one.from()),
                                one.name()))
                        .toList();
    }

    private static String changed(String kind) {
        return switch (kind) {
            case "route" -> "@Path";
            case "page" -> "path in @ConsolePageService";
            case "command" -> "scope or name in @Command";
            default -> "servlet pattern in @HttpWhiteboardServletPattern";
        };
    }

    /** Returns the permissions that an archive asks for and does not have yet. */
    static List<String> asks(Intent intent) {
        Set<String> asks = new LinkedHashSet<>();
        if (intent.archive().isPresent() && !intent.loaded()) {
            for (Archive.Part part : intent.archive().get().parts()) {
                asks.addAll(asks(part));
            }
        }
        asks.removeAll(intent.allowed());
        return List.copyOf(asks);
    }

    /** Returns the permissions that a bundle asks for. */
    static Set<String> asks(Archive.Part part) {
        Set<String> asks = new LinkedHashSet<>();
        boolean authenticates = part.declared().components().stream()
                .anyMatch(component -> component.provides().contains("io.bouquet.web.spi.RequestAuthenticator"));
        boolean usesAccounts = part.declared().components().stream()
                .anyMatch(component -> component.references().contains("io.bouquet.accounts.Accounts"));
        if (authenticates) {
            asks.add(Permissions.AUTHENTICATOR);
        }
        if (usesAccounts) {
            asks.add(Permissions.ACCOUNTS);
        }
        return asks;
    }

    /** Explains a permission to an operator. */
    static String meaning(String permission) {
        return switch (permission.toLowerCase(Locale.ROOT)) {
            case "authenticator" -> "it decides who callers are, and which paths need no account";
            case "accounts" -> "it reads and changes accounts";
            default -> "its filters and extensions apply to the requests of others";
        };
    }
}
