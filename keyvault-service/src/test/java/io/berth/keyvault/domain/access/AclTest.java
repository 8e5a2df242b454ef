package io.berth.keyvault.domain.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The entries of a new container against the table {@code access/rights.txt}. */
class AclTest {
    private static final int CELLS = 2;

    /** One cell of the table that says x. */
    private record Grant(Trustee trustee, ObjectClass object, Right right) {}

    private static Acl aclOf(ObjectClass object, List<Entry> onContainer) {
        Acl container = Acl.NOTHING.below(onContainer);
        return object == ObjectClass.CONTAINER ? container : container.below(List.of());
    }

    private static Set<Grant> table() {
        Set<Grant> grants = new HashSet<>();
        Set<List<String>> rows = new HashSet<>();
        for (String line : lines()) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            String[] cells = line.trim().split(" +");
            assertThat(cells).as(line).hasSize(CELLS + Right.values().length);
            assertThat(rows.add(List.of(cells[0], cells[1]))).as("twice: " + line).isTrue();
            for (Right right : Right.values()) {
                String cell = cells[CELLS + right.ordinal()];
                assertThat(cell).as(line).isIn("x", ".");
                if (cell.equals("x")) {
                    grants.add(
                            new Grant(
                                    Trustee.valueOf(cells[0]),
                                    ObjectClass.valueOf(cells[1]),
                                    right));
                }
            }
        }
        assertThat(rows).hasSize(Trustee.values().length * ObjectClass.values().length);
        return grants;
    }

    private static List<String> lines() {
        try (InputStream in = AclTest.class.getResourceAsStream("/access/rights.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void everySetOfTrusteesHasExactlyTheRightsOfTheTable() {
        Set<Grant> table = table();
        Trustee[] all = Trustee.values();
        for (int set = 0; set < 1 << all.length; set++) {
            Set<Trustee> trustees = EnumSet.noneOf(Trustee.class);
            for (Trustee trustee : all) {
                if ((set >> trustee.ordinal() & 1) == 1) {
                    trustees.add(trustee);
                }
            }
            for (ObjectClass object : ObjectClass.values()) {
                Acl acl = aclOf(object, Acl.OF_A_NEW_CONTAINER);
                for (Right right : Right.values()) {
                    assertThat(acl.allows(trustees, right, object))
                            .as("%s, %s, %s", trustees, right, object)
                            .isEqualTo(
                                    trustees.stream()
                                            .anyMatch(trustee ->
                                                    table.contains(
                                                            new Grant(trustee, object, right))));
                }
            }
        }
    }

    @Test
    void withoutEntriesNobodyMayDoAnything() {
        for (ObjectClass object : ObjectClass.values()) {
            for (Right right : Right.values()) {
                assertThat(
                                aclOf(object, List.of())
                                        .allows(EnumSet.allOf(Trustee.class), right, object))
                        .isFalse();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void anEntryCountsOnlyWhereItsScopeReaches(Scope scope) {
        List<Entry> entries = List.of(new Entry(Trustee.SYSTEM, EnumSet.of(Right.DELETE), scope));
        Set<Trustee> system = Set.of(Trustee.SYSTEM);

        assertThat(
                        aclOf(ObjectClass.CONTAINER, entries)
                                .allows(system, Right.DELETE, ObjectClass.CONTAINER))
                .isEqualTo(scope != Scope.DESCENDANTS);
        assertThat(aclOf(ObjectClass.KEY, entries).allows(system, Right.DELETE, ObjectClass.KEY))
                .isEqualTo(scope != Scope.THIS_OBJECT);
    }

    @Test
    void tellsWhatTheAccountOfTheVaultLacks() {
        List<Entry> readOnly =
                List.of(
                        new Entry(
                                Trustee.SERVICE_ACCOUNT,
                                EnumSet.of(Right.GENERIC_READ),
                                Scope.THIS_AND_DESCENDANTS),
                        new Entry(
                                Trustee.SERVICE_ACCOUNT,
                                EnumSet.of(Right.GENERIC_WRITE),
                                Scope.THIS_OBJECT));

        assertThat(aclOf(ObjectClass.CONTAINER, readOnly).missing(ObjectClass.CONTAINER))
                .containsExactly(Right.CREATE_ALL_CHILD_OBJECTS);
        assertThat(aclOf(ObjectClass.KEY, readOnly).missing(ObjectClass.KEY))
                .containsExactly(Right.GENERIC_WRITE, Right.CREATE_ALL_CHILD_OBJECTS);
        assertThat(aclOf(ObjectClass.KEY, Acl.OF_A_NEW_CONTAINER).missing(ObjectClass.KEY))
                .isEmpty();
    }
}
