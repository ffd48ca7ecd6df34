package io.bouquet.deploy.engine;

import io.bouquet.common.RestFailure;
import io.bouquet.deploy.spi.Contribution;
import io.bouquet.deploy.spi.Contribution.State;
import io.bouquet.deploy.spi.ContributionStatus;
import io.bouquet.tagging.Broker;
import io.bouquet.tagging.TaggerInfo;
import io.bouquet.tagging.spi.Tagger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.service.jaxrs.runtime.dto.ApplicationDTO;
import org.osgi.service.jaxrs.runtime.dto.DTOConstants;
import org.osgi.service.jaxrs.runtime.dto.RuntimeDTO;

/** The parts of a started bundle, each with its state: REST resources, taggers, and the contributions to extenders. */
final class Parts {
    /** Kind of a declared model without a tagger; such a part fails only after a while. */
    static final String MODEL = "model";

    private static final String REST = "REST service";

    private static final String MODEL_HEADER = "Bouquet-Model";
    /** Service property with the id of the service that this service replaces on the REST whiteboard. */
    private static final String STANDS_FOR = "io.bouquet.web.stands.for";

    private final Optional<RuntimeDTO> rest;
    private final List<TaggerInfo> known;
    private final boolean broker;
    private final List<ContributionStatus> extenders;

    private Parts(
            Optional<RuntimeDTO> rest, List<TaggerInfo> known, boolean broker, List<ContributionStatus> extenders) {
        this.rest = rest;
        this.known = known;
        this.broker = broker;
        this.extenders = extenders;
    }

    /** Reads the state of the platform once, for any number of bundles. */
    static Parts now(Surroundings surroundings) {
        Broker broker = surroundings.broker;
        return new Parts(
                RestWhiteboard.look(surroundings.routes),
                broker == null ? List.of() : broker.taggers(),
                broker != null,
                surroundings.contributions);
    }

    /** Returns the parts of a bundle that is started or starting. */
    List<Contribution> of(Bundle bundle) {
        ServiceReference<?>[] services = bundle.getRegisteredServices();
        List<ServiceReference<?>> registered = services == null ? List.of() : Arrays.asList(services);
        List<Contribution> parts = new ArrayList<>();
        routes(registered, parts);
        taggers(bundle, registered, parts);
        extenders.forEach(extender -> parts.addAll(extender.of(bundle.getBundleId())));
        Set<String> failed = parts.stream()
                .filter(one -> one.state() == State.FAILED)
                .map(Contribution::name)
                .collect(Collectors.toSet());
        // hidden from the whiteboard by the platform, which has said why
        parts.removeIf(one -> one.kind().equals(REST) && one.state() == State.PENDING && failed.contains(one.name()));
        return parts;
    }

    private void routes(List<ServiceReference<?>> registered, List<Contribution> parts) {
        Set<Object> replaced = registered.stream()
                .map(service -> service.getProperty(STANDS_FOR))
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
        List<ServiceReference<?>> ours = registered.stream()
                .filter(service -> service.getProperty("osgi.jaxrs.resource") != null
                        || service.getProperty("osgi.jaxrs.extension") != null
                        || service.getProperty("osgi.jaxrs.application.base") != null)
                .filter(service -> !replaced.contains(service.getProperty(Constants.SERVICE_ID)))
                .toList();
        if (ours.isEmpty() || rest.isEmpty()) {
            return;
        }
        RuntimeDTO dto = rest.get();
        Map<Long, Integer> failed = new HashMap<>();
        Stream.of(dto.failedApplicationDTOs).forEach(one -> failed.put(one.serviceId, one.failureReason));
        Stream.of(dto.failedResourceDTOs).forEach(one -> failed.put(one.serviceId, one.failureReason));
        Stream.of(dto.failedExtensionDTOs).forEach(one -> failed.put(one.serviceId, one.failureReason));
        Set<Long> served = new HashSet<>();
        Stream.concat(Stream.of(dto.defaultApplication), Stream.of(dto.applicationDTOs))
                .forEach(application -> served(application, served));
        for (ServiceReference<?> service : ours) {
            long id = (Long) service.getProperty(Constants.SERVICE_ID);
            String name = String.join(", ", (String[]) service.getProperty(Constants.OBJECTCLASS));
            Integer reason = failed.get(id);
            if (served.contains(id)) {
                parts.add(new Contribution("REST", name, State.WORKS, "the whiteboard has it"));
            } else if (reason != null) {
                parts.add(refused(service, name, reason));
            } else {
                parts.add(new Contribution(REST, name, State.PENDING, "the whiteboard does not have it yet"));
            }
        }
    }

    private static Contribution refused(ServiceReference<?> service, String name, int reason) {
        String code = reason == DTOConstants.FAILURE_REASON_DUPLICATE_NAME ? "name-taken" : "route-failed";
        String remedy =
                switch (reason) {
                    case DTOConstants.FAILURE_REASON_DUPLICATE_NAME ->
                        "Choose another name: @JaxrsName in the source; this one is "
                                + service.getProperty("osgi.jaxrs.name");
                    case DTOConstants.FAILURE_REASON_REQUIRED_APPLICATION_UNAVAILABLE ->
                        "Correct @JaxrsApplicationSelect(\"" + service.getProperty("osgi.jaxrs.application.select")
                                + "\") in the source, or add the application that it selects";
                    case DTOConstants.FAILURE_REASON_REQUIRED_EXTENSIONS_UNAVAILABLE ->
                        "Correct @JSONRequired or @JaxrsExtensionSelect in the source, or add the extension that it"
                                + " selects";
                    case DTOConstants.FAILURE_REASON_NOT_AN_EXTENSION_TYPE ->
                        "Name the interface in the source: @Component(service = ContainerRequestFilter.class)";
                    case DTOConstants.FAILURE_REASON_VALIDATION_FAILED ->
                        "Correct the annotations of the component in the source; route:list --failed shows it";
                    default -> "Look into the log: log:display";
                };
        return new Contribution(
                REST,
                name,
                State.WAITING,
                "the platform, which does not serve it: " + RestFailure.text(reason),
                code,
                remedy);
    }

    private static void served(@Nullable ApplicationDTO application, Set<Long> served) {
        if (application == null) {
            return;
        }
        served.add(application.serviceId);
        Stream.of(application.resourceDTOs).forEach(one -> served.add(one.serviceId));
        Stream.of(application.extensionDTOs).forEach(one -> served.add(one.serviceId));
    }

    private void taggers(Bundle bundle, List<ServiceReference<?>> registered, List<Contribution> parts) {
        List<ServiceReference<?>> ours = registered.stream()
                .filter(service -> Arrays.asList((String[]) service.getProperty(Constants.OBJECTCLASS))
                        .contains(Tagger.class.getName()))
                .toList();
        String header = bundle.getHeaders("").get(MODEL_HEADER);
        if (header != null && ours.isEmpty()) {
            parts.add(new Contribution(
                    MODEL,
                    header,
                    State.PENDING,
                    "its header " + MODEL_HEADER + " makes no tagger",
                    "wrong-model-header",
                    "Correct kind, language or layers of " + MODEL_HEADER
                            + " in bnd.bnd; docs/models.md has the values"));
        }
        if (!broker) {
            return;
        }
        for (ServiceReference<?> service : ours) {
            String name = String.valueOf(service.getProperty("tagger.name"));
            Optional<TaggerInfo> info = known.stream()
                    .filter(one -> one.bundleId() == bundle.getBundleId()
                            && one.name().equals(name)
                            && one.version().equals(bundle.getVersion().toString())
                            && one.state() != TaggerInfo.State.RETIRED
                            && one.state() != TaggerInfo.State.DRAINING)
                    .findFirst();
            parts.add(info.map(one -> tagger(one, bundle))
                    .orElseGet(
                            () -> new Contribution("tagger", name, State.PENDING, "the broker does not know it yet")));
        }
    }

    private static Contribution tagger(TaggerInfo info, Bundle bundle) {
        String name = info.name() + " " + info.version();
        String state = info.state().name().toLowerCase(Locale.ROOT);
        return switch (info.state()) {
            case SERVING, READY -> new Contribution("tagger", name, State.WORKS, state + checked(info) + reason(info));
            case STANDING_BY ->
                new Contribution(
                        "tagger",
                        name,
                        State.WORKS,
                        state + checked(info) + reason(info),
                        "layer-taken",
                        "Let it answer: tagger:takeover " + info.name()
                                + "; or declare another layer in the source: @TaggerService(produces = …)");
            case WAITING ->
                new Contribution(
                        "tagger",
                        name,
                        State.WORKS,
                        state + checked(info) + reason(info),
                        "missing-layer",
                        "Install a tagger that produces the layer, or correct the source: @TaggerService(requires = …)");
            case FAILED -> failed(info, name, bundle);
            default -> new Contribution("tagger", name, State.PENDING, "it is " + state);
        };
    }

    private static Contribution failed(TaggerInfo info, String name, Bundle bundle) {
        boolean model = bundle.getHeaders("").get(MODEL_HEADER) != null;
        if (info.reason().contains("gold sample")) {
            return new Contribution(
                    "tagger",
                    name,
                    State.FAILED,
                    info.reason(),
                    "samples-failed",
                    "Correct the tagger or its samples, or lower the threshold in bnd.bnd: Bouquet-Samples:"
                            + " FILE;threshold=0.8");
        }
        return model
                ? new Contribution(
                        "tagger",
                        name,
                        State.FAILED,
                        info.reason(),
                        "model-failed",
                        "Put a model of the declared kind into the JAR: the file that " + MODEL_HEADER
                                + " in bnd.bnd names")
                : new Contribution(
                        "tagger",
                        name,
                        State.FAILED,
                        info.reason(),
                        "tagger-failed",
                        "Correct load() or warmUp() of the tagger, and install the plugin again");
    }

    private static String checked(TaggerInfo info) {
        return info.check()
                .map(check -> String.format(
                        Locale.ROOT,
                        "; %.3f of at least %.3f on %d gold samples",
                        check.score(),
                        check.threshold(),
                        check.samples()))
                .orElse("; no gold samples");
    }

    private static String reason(TaggerInfo info) {
        return info.reason().isEmpty() ? "" : "; " + info.reason();
    }
}
