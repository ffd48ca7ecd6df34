package io.bouquet.deploy.engine;

import io.bouquet.deploy.spi.ArchiveBuilder;
import io.bouquet.deploy.spi.BundleCheck;
import io.bouquet.deploy.spi.ContributionStatus;
import io.bouquet.deploy.spi.PluginData;
import io.bouquet.deploy.spi.ReceiptStore;
import io.bouquet.deploy.spi.UpgradeReview;
import io.bouquet.events.Events;
import io.bouquet.tagging.Broker;
import io.bouquet.tagging.Policies;
import io.bouquet.tagging.TakeOvers;
import io.bouquet.web.Traffic;
import java.util.List;
import org.apache.karaf.features.FeaturesService;
import org.jspecify.annotations.Nullable;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.http.runtime.HttpServiceRuntime;
import org.osgi.service.jaxrs.runtime.JaxrsServiceRuntime;

/** The services that changes use. All references are dynamic, so that the engine survives the loss of any of them. */
@Component(service = Surroundings.class)
public final class Surroundings {
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile @Nullable ReceiptStore receipts;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile @Nullable Broker broker;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile @Nullable Policies policies;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile @Nullable Traffic traffic;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile @Nullable JaxrsServiceRuntime routes;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile @Nullable FeaturesService features;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile @Nullable HttpServiceRuntime http;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile @Nullable ConfigurationAdmin configurations;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile @Nullable TakeOvers takeOvers;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile @Nullable Events events;

    @Reference(policy = ReferencePolicy.DYNAMIC)
    volatile List<BundleCheck> checks = List.of();

    @Reference(policy = ReferencePolicy.DYNAMIC)
    volatile List<ArchiveBuilder> builders = List.of();

    @Reference(policy = ReferencePolicy.DYNAMIC)
    volatile List<UpgradeReview> reviews = List.of();

    @Reference(policy = ReferencePolicy.DYNAMIC)
    volatile List<PluginData> data = List.of();

    @Reference(policy = ReferencePolicy.DYNAMIC)
    volatile List<ContributionStatus> contributions = List.of();
}
