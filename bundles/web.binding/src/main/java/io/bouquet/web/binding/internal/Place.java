package io.bouquet.web.binding.internal;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A location in a request; its path is built only for an error. */
record Place(@Nullable Place around, Object last) {
    static final Place BODY = new Place(null, "body");

    private static final int SHOWN = 100;

    Place step(String name) {
        return new Place(this, shorten(name));
    }

    Place step(int index) {
        return new Place(this, index);
    }

    List<Object> loc() {
        List<Object> loc = around == null ? new ArrayList<>() : around.loc();
        loc.add(last);
        return loc;
    }

    static String shorten(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    }
}
