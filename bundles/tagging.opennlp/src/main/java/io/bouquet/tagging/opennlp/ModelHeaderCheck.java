package io.bouquet.tagging.opennlp;

import io.bouquet.deploy.spi.BundleCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.osgi.service.component.annotations.Component;

/** Refuses a plugin with invalid model declarations before it is installed. */
@Component
public final class ModelHeaderCheck implements BundleCheck {
    @Override
    public List<String> faults(Map<String, String> headers, Set<String> entries) {
        String header = headers.get(ModelClause.HEADER);
        if (header == null) {
            return List.of();
        }
        ModelHeader declared = ModelHeader.of(header);
        List<String> faults = new ArrayList<>();
        declared.faults().forEach(fault -> faults.add("its header " + ModelClause.HEADER + " is wrong: " + fault));
        for (ModelClause model : declared.models()) {
            if (!entries.contains(model.path().replaceFirst("^/", ""))) {
                faults.add("its header " + ModelClause.HEADER + " names the file '" + model.path()
                        + "', which is not in the archive");
            }
        }
        return faults;
    }
}
