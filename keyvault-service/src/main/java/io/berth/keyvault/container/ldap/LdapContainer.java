package io.berth.keyvault.container.ldap;

import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.ModifyRequest;
import com.unboundid.ldap.sdk.ResultCode;
import io.berth.keyvault.container.ContainerUnavailableException;
import io.berth.keyvault.container.KeyContainer;
import io.berth.keyvault.domain.KeyName;
import io.berth.keyvault.domain.Place;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Wrapped keys in an LDAP directory, an object for each, which every instance of the vault reads.
 * Hard state. What the objects are called stands in {@link LdapTree}.
 *
 * <p>A directory says that an object does not exist also to those who may not see it. So a key
 * counts as missing only while the group object, under the same account, is there.
 */
public final class LdapContainer implements KeyContainer, AutoCloseable {
    private static final Logger LOG = Logger.getLogger(LdapContainer.class);

    /** A wrapped key has 60 bytes; nothing much longer is kept or read. */
    private static final int MAX_BYTES = 1024;

    private final LdapDirectory directory;
    private final DN container;
    private final Supplier<Optional<UUID>> vault;

    /**
     * Does not connect yet.
     *
     * @param path the distinguished name of the container
     * @param vault whose keys; asked at each access, as a vault is set up after its containers
     * @throws IllegalArgumentException when the settings do not make sense; says which and why
     */
    public LdapContainer(LdapConfig config, String path, Supplier<Optional<UUID>> vault) {
        this.container = LdapTree.container(path);
        this.vault = vault;
        directory = new LdapDirectory(config);
    }

    private LdapTree tree() {
        return new LdapTree(
                container,
                vault.get()
                        .orElseThrow(() ->
                                new ContainerUnavailableException(
                                        Place.LDAP, "the vault is not set up yet", null)));
    }

    @Override
    public Place place() {
        return Place.LDAP;
    }

    /** Makes what is missing of container and group object, and tries each right that is needed. */
    public LdapRights.Report prepare() {
        try {
            return new LdapRights(directory, tree()).prepare();
        } catch (LDAPException e) {
            throw unavailable("cannot be prepared", e);
        }
    }

    private void prepareOrRefuse() {
        LdapRights.Report report = prepare();
        if (!report.sufficient()) {
            throw new ContainerUnavailableException(Place.LDAP, report.wording(), null);
        }
    }

    @Override
    public void keep(KeyName key, byte[] wrapped) {
        if (wrapped.length > MAX_BYTES) {
            throw new IllegalArgumentException(
                    "a wrapped key has " + wrapped.length + " bytes; at most " + MAX_BYTES);
        }
        LdapTree tree = tree();
        Entry entry = tree.keyEntry(tree.key(key), wrapped);
        try {
            ResultCode added = add(entry);
            if (ResultCode.NO_SUCH_OBJECT.equals(added)) {
                // The first key of its ring here. Another instance may be making the same object.
                if (ResultCode.NO_SUCH_OBJECT.equals(add(tree.ringEntry(key.ring().value())))) {
                    // The first key of the vault.
                    prepareOrRefuse();
                    require(add(tree.ringEntry(key.ring().value())), tree);
                }
                added = require(add(entry), tree);
            }
            if (ResultCode.ENTRY_ALREADY_EXISTS.equals(added)) {
                directory
                        .connections()
                        .modify(
                                new ModifyRequest(
                                        entry.getDN(),
                                        new Modification(
                                                ModificationType.REPLACE,
                                                LdapTree.WRAPPED,
                                                wrapped)));
            }
        } catch (LDAPException e) {
            throw unavailable("cannot keep " + key, e);
        }
    }

    /** What came of it; that the object is there already is no failure. */
    private ResultCode add(Entry entry) throws LDAPException {
        try {
            return directory.connections().add(entry).getResultCode();
        } catch (LDAPException e) {
            ResultCode code = e.getResultCode();
            if (ResultCode.ENTRY_ALREADY_EXISTS.equals(code)
                    || ResultCode.NO_SUCH_OBJECT.equals(code)) {
                return code;
            }
            throw e;
        }
    }

    private static ResultCode require(ResultCode added, LdapTree tree) throws LDAPException {
        if (ResultCode.NO_SUCH_OBJECT.equals(added)) {
            throw new LDAPException(added, "the group object " + tree.group() + " is not there");
        }
        return added;
    }

    @Override
    public Optional<byte[]> find(KeyName key) {
        LdapTree tree = tree();
        try {
            Optional<Entry> entry = directory.find(tree.key(key), LdapTree.WRAPPED);
            if (entry.isEmpty()) {
                checkThatTheGroupIsSeen(tree, key);
                return Optional.empty();
            }
            return Optional.of(bytes(entry.get()));
        } catch (LDAPException e) {
            throw unavailable("cannot read " + key, e);
        }
    }

    private byte[] bytes(Entry entry) throws LDAPException {
        Attribute wrapped = entry.getAttribute(LdapTree.WRAPPED);
        if (wrapped == null || wrapped.size() != 1) {
            throw new LDAPException(
                    ResultCode.INSUFFICIENT_ACCESS_RIGHTS,
                    "the service account does not see "
                            + LdapTree.WRAPPED
                            + " of "
                            + entry.getDN());
        }
        byte[] bytes = wrapped.getRawValues()[0].getValue();
        if (bytes.length > MAX_BYTES) {
            throw new LDAPException(
                    ResultCode.DECODING_ERROR,
                    entry.getDN() + " holds " + bytes.length + " bytes, which is no wrapped key");
        }
        return bytes;
    }

    @Override
    public void erase(KeyName key) {
        LdapTree tree = tree();
        try {
            directory.connections().delete(tree.key(key).toString());
        } catch (LDAPException e) {
            if (!ResultCode.NO_SUCH_OBJECT.equals(e.getResultCode())) {
                throw unavailable("cannot erase " + key, e);
            }
            checkThatTheGroupIsSeen(tree, key);
        }
    }

    private void checkThatTheGroupIsSeen(LdapTree tree, KeyName key) {
        try {
            if (directory.find(tree.group(), LdapDirectory.NOTHING).isEmpty()) {
                throw new ContainerUnavailableException(
                        Place.LDAP,
                        "the service account does not see the group object "
                                + tree.group()
                                + ", so it is not known whether "
                                + key
                                + " is there",
                        null);
            }
        } catch (LDAPException e) {
            throw unavailable("cannot read the group object", e);
        }
    }

    /** Callers hear what sort of fault it is; the words of the directory are for the log. */
    private static ContainerUnavailableException unavailable(String what, LDAPException e) {
        LOG.warnf("directory: %s: %s", what, e.getMessage());
        return new ContainerUnavailableException(
                Place.LDAP, what + ": " + e.getResultCode().getName(), e);
    }

    @Override
    public void close() {
        directory.close();
    }
}
