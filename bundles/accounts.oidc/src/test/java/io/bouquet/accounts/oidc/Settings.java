package io.bouquet.accounts.oidc;

import java.lang.annotation.Annotation;

/** Settings as a configuration has them. */
record Settings(String issuer, String audience) implements OidcAuthenticator.Config {
    @Override
    public String nameClaim() {
        return "sub";
    }

    @Override
    public String namePrefix() {
        return "oidc:";
    }

    @Override
    public String groupsClaim() {
        return "realm.roles";
    }

    @Override
    public String[] groups() {
        return new String[] {"staff=editors, owner=admin"};
    }

    @Override
    public String scopesClaim() {
        return "scope";
    }

    @Override
    public String[] scopes() {
        return new String[] {"api.publish=reviews:publish"};
    }

    @Override
    public String[] defaultScopes() {
        return new String[] {"read", "write"};
    }

    @Override
    public int skewSeconds() {
        return 30;
    }

    @Override
    public Class<? extends Annotation> annotationType() {
        return OidcAuthenticator.Config.class;
    }
}
