package io.bouquet.deploy.engine;

import io.bouquet.accounts.Account;
import io.bouquet.deploy.Receipt;
import io.bouquet.events.Events;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Publishes an event when a change begins and when it has ended; administrators see them. */
final class DeploymentEvents {
    static final String BEGUN = "deployments/begun";
    static final String ENDED = "deployments/ended";

    private DeploymentEvents() {}

    static void publish(@Nullable Events events, String topic, Receipt receipt) {
        if (events == null) {
            return;
        }
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("receipt", receipt.id());
        data.put("kind", receipt.kind().name().toLowerCase(Locale.ROOT));
        data.put("plugin", receipt.plugin());
        data.put("account", receipt.account());
        data.put("from", receipt.from());
        data.put("to", receipt.to());
        data.put("serves", receipt.serves());
        data.put("outcome", receipt.outcome().name().toLowerCase(Locale.ROOT));
        if (!receipt.reason().isEmpty()) {
            data.put(
                    "reason",
                    receipt.reason().substring(0, Math.min(receipt.reason().length(), 2_000)));
        }
        events.publish(topic, Set.of(Account.ADMIN), data);
    }
}
