package io.bouquet.deploy.repository;

import io.bouquet.deploy.RefusedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A folder of JARs and KARs on this machine, without an index. Reads each file once. */
final class FolderLayout implements Layout {
    private final Place place;
    private final Fetcher fetcher;
    private Map<String, Offer> known = Map.of();

    FolderLayout(Place place, Fetcher fetcher) {
        this.place = place;
        this.fetcher = fetcher;
    }

    @Override
    public Offer.All read() throws IOException, RepositoryException {
        Map<String, Offer> read = new HashMap<>();
        List<Offer> offers = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        Set<List<String>> seen = new HashSet<>();
        for (String file : place.list("")) {
            if (!file.matches(".+\\.(jar|kar)") || !Index.isPath(file)) {
                continue;
            }
            try {
                String stamp = file + " " + place.stamp(file);
                Offer offer = known.containsKey(stamp) ? known.get(stamp) : offer(file);
                if (seen.add(List.of(offer.summary().name(), offer.summary().version()))) {
                    read.put(stamp, offer);
                    offers.add(offer);
                } else {
                    problems.add(file + " is left out: another file is also "
                            + offer.summary().name() + " " + offer.summary().version());
                }
            } catch (RefusedException | RepositoryException e) {
                problems.add(file + " is left out: " + e.getMessage());
            }
        }
        known = read;
        return new Offer.All(Optional.empty(), offers, problems);
    }

    private Offer offer(String file) throws IOException, RepositoryException {
        Fetcher.Copy copy = fetcher.copy(file, -1, "", "", Optional.empty());
        copy.delete();
        return new Offer(file, copy.bytes(), "", "", copy.summary());
    }

    @Override
    public String name() {
        return "folder";
    }
}
