package io.berth.inventory.store.library;

import io.berth.contracts.ids.KeyVersion;
import io.berth.contracts.ids.Principal;
import io.berth.contracts.ids.TemplateId;
import io.berth.contracts.ids.VmId;
import io.berth.inventory.domain.EntityKind;
import io.berth.inventory.domain.library.Deployment;
import io.berth.inventory.domain.library.Secret;
import io.berth.inventory.domain.library.SecretField;
import io.berth.kit.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Ciphertexts of secrets and deployments. Hard state; works in the caller's transaction. */
@ApplicationScoped
public class LibraryStore {
    private final Sql sql;

    LibraryStore(Sql sql) {
        this.sql = sql;
    }

    /** Saves a secret in the place of the one before. */
    public void set(Secret secret) {
        sql.update(
                "insert into guarded_secret (kind, id, field, ciphertext, key_version, set_at,"
                        + " set_by) values (?, ?, ?, ?, ?, ?, ?) on conflict (kind, id, field) do"
                        + " update set ciphertext = excluded.ciphertext, key_version ="
                        + " excluded.key_version, set_at = excluded.set_at, set_by ="
                        + " excluded.set_by",
                secret.field().kind().label(),
                secret.owner(),
                secret.field().label(),
                secret.ciphertext(),
                secret.keyVersion().value(),
                secret.setAt(),
                secret.setBy().value());
    }

    /** Forgets a secret; false when it was not set. */
    public boolean forget(SecretField field, String owner) {
        return sql.update(
                        "delete from guarded_secret where kind = ? and id = ? and field = ?",
                        field.kind().label(),
                        owner,
                        field.label())
                == 1;
    }

    /** Forgets all secrets of an owner that is removed. */
    public void forgetAll(EntityKind kind, String owner) {
        sql.update("delete from guarded_secret where kind = ? and id = ?", kind.label(), owner);
    }

    /** All secrets of an owner, by field. */
    public List<Secret> of(EntityKind kind, String owner) {
        return sql.query(
                "select field, ciphertext, key_version, set_at, set_by from guarded_secret"
                        + " where kind = ? and id = ? order by field",
                row ->
                        new Secret(
                                SecretField.of(kind, row.getString("field")).orElseThrow(),
                                owner,
                                row.getString("ciphertext"),
                                new KeyVersion(row.getLong("key_version")),
                                Sql.instant(row, "set_at"),
                                new Principal(row.getString("set_by"))),
                kind.label(),
                owner);
    }

    /** Notes what a VM was deployed from. */
    public void note(Deployment deployment) {
        sql.update(
                "insert into deployment (vm, template, template_revision, computer_name,"
                        + " deployed_at, deployed_by) values (?, ?, ?, ?, ?, ?) on conflict (vm) do"
                        + " update set template = excluded.template, template_revision ="
                        + " excluded.template_revision, computer_name = excluded.computer_name,"
                        + " deployed_at = excluded.deployed_at, deployed_by ="
                        + " excluded.deployed_by",
                deployment.vm().value(),
                deployment.template().value(),
                deployment.templateRevision(),
                deployment.computerName(),
                deployment.at(),
                deployment.by().value());
    }

    /** At most {@code limit} deployments of a template of VMs above {@code after}, by VM. */
    public List<Deployment> page(TemplateId template, String after, int limit) {
        return sql.query(
                "select vm, template_revision, computer_name, deployed_at, deployed_by"
                        + " from deployment where template = ? and vm > ? order by vm limit ?",
                row ->
                        new Deployment(
                                new VmId(row.getString("vm")),
                                template,
                                row.getLong("template_revision"),
                                row.getString("computer_name"),
                                Sql.instant(row, "deployed_at"),
                                new Principal(row.getString("deployed_by"))),
                template.value(),
                after,
                limit);
    }
}
