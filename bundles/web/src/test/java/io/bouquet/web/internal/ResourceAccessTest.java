package io.bouquet.web.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResourceAccessTest {
    @ParameterizedTest
    @CsvSource({
        "/methods/plain, ''",
        "methods/writers, group writers",
        "/methods/either/, 'one of the groups readers, writers'",
        "/methods/nobody, nobody",
        "/methods/any, ''",
        "/methods/unknown, ''",
    })
    void namesTheGroups(String path, String access) {
        assertThat(ResourceAccess.of(RolesOverHttpTest.Methods.class, "GET", path))
                .isEqualTo(access);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /scoped/publish, scope publish",
        "POST, /scoped/publish, scope publish",
        "DELETE, /scoped/publish, ''",
        "GET, /scoped/both, 'scopes approve, publish'",
        "GET, /scoped/writers, group writers; scope publish",
        "GET, /scoped/any, ''",
        "GET, /scoped/invalid, 'nobody: ''x\", error=\"none'' is not a name of a scope'",
    })
    void namesTheScopes(String method, String path, String access) {
        assertThat(ResourceAccess.of(RolesOverHttpTest.Scoped.class, method, path))
                .isEqualTo(access);
    }

    @ParameterizedTest
    @CsvSource({
        "/inheriting/ofInterface, group writers",
        "/inheriting/ofClass, group writers",
        "/inheriting/own, nobody",
        "/inheriting/opened, ''"
    })
    void readsAnnotationsThatAreInherited(String path, String access) {
        assertThat(ResourceAccess.of(RolesOverHttpTest.Inheriting.class, "GET", path))
                .isEqualTo(access);
    }

    @ParameterizedTest
    @CsvSource("/generic/{number}, nobody")
    void readsAnnotationsOfGenericTypes(String path, String access) {
        assertThat(ResourceAccess.of(RolesOverHttpTest.OfGenericType.class, "GET", path))
                .isEqualTo(access);
    }
}
