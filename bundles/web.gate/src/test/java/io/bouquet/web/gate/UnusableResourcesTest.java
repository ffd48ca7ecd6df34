package io.bouquet.web.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import javax.ws.rs.GET;
import javax.ws.rs.Path;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;

class UnusableResourcesTest {
    /** A bundle that imports nothing and has no files. */
    private static final Bundle BARE = (Bundle) Proxy.newProxyInstance(
            Bundle.class.getClassLoader(), new Class<?>[] {Bundle.class}, (self, method, arguments) -> null);

    @Path("words")
    public static class Words {
        @GET
        public String word() {
            return "word";
        }
    }

    /** As a class looks whose annotations cannot be loaded. */
    public static class Unannotated {
        public String word() {
            return "word";
        }
    }

    /** Its methods answer by the annotations of its interface. */
    public interface Contract {
        @GET
        String word();
    }

    public static class ByContract implements Contract {
        @Override
        public String word() {
            return "word";
        }
    }

    @Test
    void acceptsAResourceWithMethodsThatAnswer() {
        assertThat(UnusableResources.reason(Words.class, BARE)).isEmpty();
        assertThat(UnusableResources.reason(ByContract.class, BARE)).isEmpty();
    }

    @Test
    void namesTheMissingImportOfAResourceWithoutVisibleAnnotations() {
        assertThat(UnusableResources.reason(Unannotated.class, BARE))
                .contains(Unannotated.class.getName())
                .contains("Import-Package: javax.ws.rs");
    }
}
