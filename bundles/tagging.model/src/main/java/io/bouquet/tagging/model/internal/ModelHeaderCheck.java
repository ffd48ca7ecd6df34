package io.bouquet.tagging.model.internal;

import io.bouquet.deploy.spi.BundleCheck;
import io.bouquet.tagging.model.ModelDeclaration;
import io.bouquet.tagging.model.ModelEngine;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** Refuses a plugin with invalid model declarations before it is installed. */
@Component
public final class ModelHeaderCheck implements BundleCheck {
    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    final Collection<ModelEngine> engines = new CopyOnWriteArrayList<>();

    @Override
    public List<String> faults(Map<String, String> headers, Set<String> entries) {
        String header = headers.get(ModelHeader.NAME);
        if (header == null) {
            return List.of();
        }
        ModelHeader declared = ModelHeader.of(header);
        List<String> faults = new ArrayList<>();
        declared.faults().forEach(fault -> faults.add(wrong(fault)));
        for (ModelDeclaration model : declared.models()) {
            check(model, entries, faults);
        }
        return faults;
    }

    private void check(ModelDeclaration model, Set<String> entries, List<String> faults) {
        List<String> files = new ArrayList<>(List.of(model.path()));
        Optional<ModelEngine> engine = Engines.engineOf(model, engines);
        if (engine.isEmpty()) {
            faults.add(wrong(Engines.missing(model, engines)));
        } else {
            try {
                files.addAll(Engines.plan(model, engine.get()).files());
            } catch (IllegalArgumentException wrong) {
                faults.add(wrong(String.valueOf(wrong.getMessage())));
                return;
            }
        }
        for (String file : files) {
            if (!entries.contains(file.replaceFirst("^/", ""))) {
                faults.add("its header " + ModelHeader.NAME + " names the file '" + file
                        + "', which is not in the archive");
            }
        }
    }

    private static String wrong(String fault) {
        return "its header " + ModelHeader.NAME + " is wrong: " + fault;
    }
}
