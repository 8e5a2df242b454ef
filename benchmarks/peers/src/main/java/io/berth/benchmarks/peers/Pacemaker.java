package io.berth.benchmarks.peers;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Pacemaker's scheduler, by {@code crm_simulate}: one node is offline, its resources are to run
 * elsewhere, placed by utilization ({@code placement-strategy=balanced}). One call answers in
 * minutes at 256 nodes, so it is measured once.
 */
final class Pacemaker extends ProgramPeer {
    private static final List<String> RESOURCES = List.of("cores", "memory", "iops", "network");

    /** Of a resource without parameters, so that nothing is taken to have been reconfigured. */
    private static final String DIGEST = "f2317cad3d54cec5d7d7aa7d0bf35cf8";

    private static final String OPERATION =
            "<lrm_rsc_op id='v%1$d_last_0' operation_key='v%1$d_start_0' operation='start'"
                    + " transition-key='1:1:0:0' transition-magic='0:0;1:1:0:0' call-id='%2$d'"
                    + " rc-code='0' op-status='0' interval='0' op-digest='"
                    + DIGEST
                    + "' crm_feature_set='3.17.4' on_node='n%3$d'/>";

    /** "* Start v0 ( n1 )" */
    private static final Pattern START =
            Pattern.compile("^\\s*\\* Start\\s+v(\\d+)\\s+\\(\\s*n(\\d+)\\s*\\).*");

    Pacemaker() {
        super("Pacemaker crm_simulate", "crm_simulate", 1, ".xml", START);
    }

    @Override
    List<String> arguments(Fleet fleet, Path file) {
        return List.of("--run", "--xml-file", file.toString());
    }

    @Override
    StringBuilder describe(Fleet fleet) {
        StringBuilder xml =
                new StringBuilder(
                        "<cib crm_feature_set='3.17.4' validate-with='pacemaker-3.7' epoch='1'"
                                + " num_updates='0' admin_epoch='0' have-quorum='1'>"
                                + "<configuration><crm_config><cluster_property_set id='o'>"
                                + property("stonith-enabled", "false")
                                + property("placement-strategy", "balanced")
                                + property("enable-startup-probes", "false")
                                + "</cluster_property_set></crm_config><nodes>");
        for (int host = 0; host < fleet.hosts(); host++) {
            xml.append("<node id='%d' uname='n%d'>".formatted(host + 1, host));
            utilization(xml, "n" + host, fleet.capacity()[host]);
            xml.append("</node>");
        }
        xml.append("</nodes><resources>");
        for (int vm = 0; vm < fleet.at().length; vm++) {
            xml.append(
                    "<primitive id='v%d' class='ocf' provider='pacemaker' type='Dummy'>"
                            .formatted(vm));
            utilization(xml, "v" + vm, fleet.demand()[vm]);
            xml.append("</primitive>");
        }
        xml.append("</resources><constraints/><rsc_defaults><meta_attributes id='r'>")
                .append(property("resource-stickiness", "1000"))
                .append("</meta_attributes></rsc_defaults></configuration><status>");
        for (int host = 0; host < fleet.hosts(); host++) {
            state(xml, fleet, host);
        }
        return xml.append("</status></cib>");
    }

    private static String property(String name, String value) {
        return "<nvpair id='p-%1$s' name='%1$s' value='%2$s'/>".formatted(name, value);
    }

    private static void utilization(StringBuilder xml, String of, int[] amounts) {
        xml.append("<utilization id='u-%s'>".formatted(of));
        for (int resource = 0; resource < amounts.length; resource++) {
            xml.append(
                    "<nvpair id='u-%s-%d' name='%s' value='%d'/>"
                            .formatted(of, resource, RESOURCES.get(resource), amounts[resource]));
        }
        xml.append("</utilization>");
    }

    private static void state(StringBuilder xml, Fleet fleet, int host) {
        boolean up = host != fleet.failed();
        xml.append(
                ("<node_state id='%d' uname='n%d' in_ccm='%b' crmd='%s' join='%3$s'"
                                + " expected='%3$s'><lrm id='%1$d'><lrm_resources>")
                        .replace("%3$s", up ? "member" : "down")
                        .formatted(host + 1, host, up, up ? "online" : "offline"));
        for (int vm = 0; vm < fleet.at().length; vm++) {
            if (fleet.at()[vm] == host) {
                xml.append("<lrm_resource id='v%d' type='Dummy' class='ocf'".formatted(vm))
                        .append(" provider='pacemaker'>")
                        .append(OPERATION.formatted(vm, vm + 1, host))
                        .append("</lrm_resource>");
            }
        }
        xml.append("</lrm_resources></lrm></node_state>");
    }
}
