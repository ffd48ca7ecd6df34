package io.bouquet.accounts.jpa;

import io.bouquet.accounts.Caller;
import io.bouquet.accounts.NewToken;
import io.bouquet.accounts.Token;
import io.bouquet.accounts.Tokens;
import io.bouquet.deploy.spi.Permissions;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.service.component.ComponentContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.component.annotations.ServiceScope;

/** The tokens as one bundle sees them: each call checks that the bundle has the permission. */
@Component(scope = ServiceScope.BUNDLE)
public final class GuardedTokens implements Tokens {
    private final Tokens tokens;
    private final AccountsUser user;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile @Nullable Permissions permissions;

    @Activate
    public GuardedTokens(@Reference JpaTokens tokens, ComponentContext context) {
        this(tokens, context.getUsingBundle());
    }

    GuardedTokens(Tokens tokens, Bundle user) {
        this.tokens = tokens;
        this.user = AccountsUser.of(user);
    }

    private Tokens tokens() {
        user.require(permissions);
        return tokens;
    }

    @Override
    public NewToken create(String account, String name, Collection<String> scopes, Duration validity) {
        return tokens().create(account, name, scopes, validity);
    }

    @Override
    public NewToken grant(Caller caller, Collection<String> scopes, Duration validity) {
        return tokens().grant(caller, scopes, validity);
    }

    @Override
    public List<Token> list(String account) {
        return tokens().list(account);
    }

    @Override
    public List<Token> list() {
        return tokens().list();
    }

    @Override
    public Optional<Token> find(String id) {
        return tokens().find(id);
    }

    @Override
    public boolean revoke(String id) {
        return tokens().revoke(id);
    }

    @Override
    public Optional<Caller> authenticate(String secret, String address) {
        return tokens().authenticate(secret, address);
    }
}
