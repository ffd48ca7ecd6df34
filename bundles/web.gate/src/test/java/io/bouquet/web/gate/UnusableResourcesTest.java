package io.bouquet.web.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.List;
import javax.ws.rs.BeanParam;
import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.QueryParam;
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

    record Page(@QueryParam("limit") int limit) {}

    record Plain(@QueryParam("q") String query, Page page) {}

    record Nested(@QueryParam("q") String query, @BeanParam Page page) {}

    /** CXF can call its setter. */
    public static class Bean {
        @BeanParam
        public void setPage(Page page) {
            // only its form matters
        }
    }

    public static class Deep {
        @BeanParam
        public void setNested(Nested nested) {
            // only its form matters
        }
    }

    @Path("plain")
    public static class Usable {
        @GET
        public String find(@BeanParam Plain plain, @BeanParam Bean bean) {
            return "";
        }
    }

    @Path("nested")
    public static class WithNested {
        @GET
        public String find(@BeanParam Nested nested) {
            return "";
        }
    }

    @Path("deep")
    public static class WithDeep {
        @GET
        public String find(@BeanParam Deep deep) {
            return "";
        }
    }

    @Test
    void refusesABeanOfParametersAtWhichCxfWouldFail() {
        assertThat(UnusableResources.reason(Usable.class, BARE)).isEmpty();
        for (Class<?> type : List.of(WithNested.class, WithDeep.class)) {
            assertThat(UnusableResources.reason(type, BARE))
                    .contains("the component page of " + Nested.class.getName() + " has @BeanParam. Remove it");
        }
    }
}
