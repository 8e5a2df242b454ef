package io.berth.keyvault.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.berth.keyvault.container.ContainerConfig;
import io.berth.keyvault.domain.access.Entry;
import io.berth.keyvault.domain.access.Right;
import io.berth.keyvault.domain.access.Scope;
import io.berth.keyvault.domain.access.Trustee;
import io.berth.keyvault.it.RootKeyFolder;
import io.berth.keyvault.store.TreeStore;
import io.berth.keyvault.store.VaultStore;
import io.berth.kit.store.Sql;
import io.berth.kit.test.KafkaAndPostgres;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The two ways to a container: the vault makes it, or an administrator did. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
@QuarkusTestResource(RootKeyFolder.class)
class TreeIT {
    private static final String PATH = "CN=VMMDKM,CN=System,DC=berth,DC=local";

    @Inject TreeStore store;
    @Inject VaultStore vaults;
    @Inject Sql sql;

    private record Settings(String path, boolean precreated) implements ContainerConfig {}

    private Tree tree(String path, boolean precreated) {
        return new Tree(store, vaults, new Settings(path, precreated));
    }

    private void remove() {
        sql.update("delete from container_entry");
        sql.update("delete from container_object");
    }

    @AfterEach
    void madeByTheVaultAgain() {
        remove();
        tree(PATH, false).establish();
    }

    @Test
    void theVaultMakesItOnceWithAllItNeeds() {
        remove();
        tree(PATH, false).establish();
        tree(PATH, false).establish();

        assertThat(store.container()).contains(PATH);
        assertThat(tree(PATH, false).missing()).isEmpty();
    }

    @Test
    void doesNotStartWhileAnAdministratorHasNotMadeIt() {
        remove();

        assertThatIllegalStateException()
                .isThrownBy(() -> tree(PATH, true).establish())
                .withMessageContaining(PATH)
                .withMessageContaining("berth.keyvault.container.precreated");
        assertThat(store.container()).isEmpty();
    }

    @Test
    void doesNotTakeAnotherContainer() {
        assertThatIllegalStateException()
                .isThrownBy(() -> tree("CN=Other,DC=berth,DC=local", false).establish())
                .withMessageContaining(PATH)
                .withMessageContaining("CN=Other,DC=berth,DC=local");
    }

    @Test
    void threeRightsOnAContainerOfAnAdministratorAreEnough() {
        remove();
        store.insertContainer(
                PATH,
                List.of(
                        new Entry(
                                Trustee.SERVICE_ACCOUNT,
                                EnumSet.of(
                                        Right.GENERIC_READ,
                                        Right.GENERIC_WRITE,
                                        Right.CREATE_ALL_CHILD_OBJECTS),
                                Scope.THIS_AND_DESCENDANTS)));
        tree(PATH, true).establish();

        assertThat(tree(PATH, true).missing()).isEmpty();
    }

    @Test
    void saysExactlyWhichRightIsMissing() {
        for (Right right :
                Set.of(Right.GENERIC_READ, Right.GENERIC_WRITE, Right.CREATE_ALL_CHILD_OBJECTS)) {
            remove();
            store.insertContainer(
                    PATH,
                    List.of(
                            new Entry(
                                    Trustee.SERVICE_ACCOUNT,
                                    EnumSet.complementOf(EnumSet.of(right)),
                                    Scope.THIS_AND_DESCENDANTS)));

            assertThat(tree(PATH, true).missing()).containsExactly(right);
        }
    }

    @Test
    void rightsOnTheContainerAloneAreNotEnough() {
        remove();
        store.insertContainer(
                PATH,
                List.of(new Entry(Trustee.SERVICE_ACCOUNT, Right.FULL_CONTROL, Scope.THIS_OBJECT)));

        assertThat(tree(PATH, true).missing())
                .containsExactly(
                        Right.GENERIC_READ, Right.GENERIC_WRITE, Right.CREATE_ALL_CHILD_OBJECTS);
    }
}
