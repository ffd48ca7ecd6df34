package io.bouquet.web.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.bouquet.web.gate.ExtensionScope.Kind;
import java.util.List;
import java.util.stream.Stream;
import javax.ws.rs.container.ContainerRequestContext;
import javax.ws.rs.container.ContainerRequestFilter;
import javax.ws.rs.container.DynamicFeature;
import javax.ws.rs.container.PreMatching;
import javax.ws.rs.core.Feature;
import javax.ws.rs.core.Response;
import javax.ws.rs.ext.ContextResolver;
import javax.ws.rs.ext.ExceptionMapper;
import javax.ws.rs.ext.ParamConverterProvider;
import javax.ws.rs.ext.WriterInterceptor;
import org.junit.jupiter.api.Test;

class ExtensionScopeTest {
    static class OwnException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    abstract static class Mapper<A, E extends Throwable> implements ExceptionMapper<E> {
        @Override
        public Response toResponse(E exception) {
            return Response.ok().build();
        }
    }

    static class OwnMapper extends Mapper<String, OwnException> {}

    static class AnyMapper extends Mapper<OwnException, RuntimeException> {}

    static class GenericMapper<E extends Throwable> extends Mapper<String, E> {}

    abstract static class Lists implements ContextResolver<List<OwnException>> {}

    static class Early implements ContainerRequestFilter {
        @Override
        public void filter(ContainerRequestContext request) {}
    }

    @PreMatching
    static final class Earlier extends Early {}

    @Test
    void scopesFilters() {
        assertThat(of(Early.class, ContainerRequestFilter.class, DynamicFeature.class)
                        .kind())
                .isEqualTo(Kind.SCOPED);
        assertThat(of(Object.class, WriterInterceptor.class, ParamConverterProvider.class)
                        .kind())
                .isEqualTo(Kind.SCOPED);
    }

    @Test
    void rejectsAFilterThatRunsBeforeTheResourceIsKnown() {
        ExtensionScope scope = of(Earlier.class, ContainerRequestFilter.class);
        assertThat(scope.kind()).isEqualTo(Kind.REJECTED);
        assertThat(scope.reason()).contains("@PreMatching");
        assertThat(of(Earlier.class, WriterInterceptor.class).kind()).isEqualTo(Kind.SCOPED);
    }

    @Test
    void acceptsAnExtensionForAClassOfItsBundle() {
        assertThat(of(OwnMapper.class, ExceptionMapper.class)).isEqualTo(ExtensionScope.AS_IS);
    }

    @Test
    void rejectsAnExtensionForAnotherClassAndNamesIt() {
        assertThat(of(AnyMapper.class, ExceptionMapper.class).reason())
                .contains("its ExceptionMapper is for java.lang.RuntimeException");
        assertThat(of(GenericMapper.class, ExceptionMapper.class).reason()).contains("for any type");
        assertThat(of(Object.class, ExceptionMapper.class).reason()).contains("for any type");
        assertThat(of(Lists.class, ContextResolver.class).reason()).contains("for java.util.List<");
    }

    @Test
    void rejectsAnExtensionWithoutLimits() {
        assertThat(of(Object.class, Feature.class).reason()).contains("javax.ws.rs.core.Feature");
        assertThat(of(OwnMapper.class, ExceptionMapper.class, ContainerRequestFilter.class)
                        .reason())
                .contains("one class is both");
    }

    private static ExtensionScope of(Class<?> type, Class<?>... contracts) {
        return ExtensionScope.of(
                Stream.of(contracts).map(Class::getName).toList(), type, argument -> argument == OwnException.class);
    }
}
