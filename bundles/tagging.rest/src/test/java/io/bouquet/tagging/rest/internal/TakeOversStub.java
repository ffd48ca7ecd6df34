package io.bouquet.tagging.rest.internal;

import io.bouquet.tagging.LayerOwner;
import io.bouquet.tagging.TakeOvers;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Keeps the names. */
final class TakeOversStub implements TakeOvers {
    final List<String> names = new ArrayList<>();

    @Override
    public List<LayerOwner> owners(Collection<String> layers, Collection<String> languages) {
        return List.of();
    }

    @Override
    public List<String> allowed() {
        return names;
    }

    @Override
    public void allow(Collection<String> taggers) {
        names.addAll(taggers);
    }

    @Override
    public void end(Collection<String> taggers) {
        names.removeAll(taggers);
    }
}
