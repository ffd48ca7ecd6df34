package io.bouquet.tagging.console;

import io.bouquet.tagging.TaggerInfo.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A stage in the life cycle of a version, as the page shows it.
 *
 * @param done whether the version has passed this stage
 * @param now  whether the version is in this stage
 * @param bad  whether the stage is a failure
 */
record Stage(String name, boolean done, boolean now, boolean bad) {
    private static final List<State> UP =
            List.of(State.NEW, State.LOADING, State.WARMING, State.CHECKING, State.READY, State.SERVING);
    private static final List<State> DOWN = List.of(State.SERVING, State.DRAINING, State.RETIRED);

    /** Returns the stages of a version, up to its state and beyond. */
    static List<Stage> of(State state) {
        return switch (state) {
            case FAILED ->
                List.of(new Stage(name(State.NEW), true, false, false), new Stage(name(state), false, true, true));
            case WAITING, STANDING_BY ->
                List.of(
                        new Stage(name(State.NEW), true, false, false),
                        new Stage(name(state), false, true, false),
                        new Stage(name(State.SERVING), false, false, false));
            case DRAINING, RETIRED -> track(DOWN, state);
            default -> track(UP, state);
        };
    }

    private static List<Stage> track(List<State> way, State state) {
        List<Stage> stages = new ArrayList<>();
        int here = way.indexOf(state);
        for (int i = 0; i < way.size(); i++) {
            stages.add(new Stage(name(way.get(i)), i < here, i == here, false));
        }
        return stages;
    }

    /** Whether a version leaves this state by itself soon. */
    static boolean isOnItsWay(State state) {
        return switch (state) {
            case NEW, LOADING, WARMING, CHECKING, DRAINING -> true;
            default -> false;
        };
    }

    private static String name(State state) {
        String name = state.name().replace('_', ' ');
        return name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT);
    }
}
