package dev.fluxion.agent.hiding;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;
import org.objectweb.asm.tree.TypeInsnNode;

/**
 * Where classes decide by operator, terminator, intrinsic, condition or operand: at an {@code instanceof}, at a comparison with a
 * constant, in a {@code switch} over constants. There they are made to ask {@link Hiding}.
 */
final class Decisions {
    /**
     * One case of one decision.
     *
     * @param place class and method
     * @param named what the case is for
     * @param ofSwitch the enum, if it is one case of a switch over its constants; else null
     */
    record Site(String place, String named, String ofSwitch) {
        @Override
        public String toString() {
            return place + " " + named;
        }
    }

    private static final String HIDING = Type.getInternalName(Hiding.class);
    private static final String PACKAGE = "dev/fluxion/agent/";

    /** Enums whose constants are what is decided by. */
    private static final Set<String> KINDS = Set.of(
            PACKAGE + "ir/operator/OpKind",
            PACKAGE + "ir/operator/Arithmetic",
            PACKAGE + "ir/operator/ShadowOperation$Kind",
            PACKAGE + "ir/Terminator$Kind",
            PACKAGE + "derive/activity/Intrinsic",
            PACKAGE + "derive/activity/RuleTable$Treatment",
            PACKAGE + "derive/lanes/Coefficient$Kind",
            PACKAGE + "derive/lanes/LanePlan$Step$Kind",
            PACKAGE + "link/operator/Condition$Kind",
            PACKAGE + "link/operator/RegularPlan$Operand$Kind");

    /** Classes and interfaces whose kinds are classes. */
    private static final Set<String> SEALED = Set.of(
            PACKAGE + "ir/operator/Operator",
            PACKAGE + "ir/Terminator",
            PACKAGE + "derive/lanes/Coefficient",
            PACKAGE + "derive/lanes/LanePlan$Step",
            PACKAGE + "link/operator/Condition",
            PACKAGE + "link/operator/RegularPlan$Operand");

    private final UnaryOperator<String> superOf;
    private final java.util.function.Function<String, ClassNode> classes;
    private final List<Site> sites = new ArrayList<>();
    private final Map<String, Boolean> kinds = new HashMap<>();

    /** @param classes by internal name */
    Decisions(java.util.function.Function<String, ClassNode> classes) {
        this.classes = classes;
        this.superOf = name -> {
            ClassNode node = name.startsWith(PACKAGE) ? classes.apply(name) : null;
            return node == null || node.interfaces.isEmpty() ? "" : node.interfaces.get(0);
        };
    }

    /** By number. */
    List<Site> sites() {
        return sites;
    }

    /** Works in place. */
    void rewrite(ClassNode owner) {
        for (MethodNode method : owner.methods) {
            String place = owner.name.substring(PACKAGE.length()) + "." + method.name;
            for (AbstractInsnNode instruction : method.instructions.toArray()) {
                if (instruction instanceof TypeInsnNode test && test.getOpcode() == Opcodes.INSTANCEOF) {
                    instanceOf(method.instructions, test, place);
                } else if (instruction instanceof JumpInsnNode jump
                        && (jump.getOpcode() == Opcodes.IF_ACMPEQ || jump.getOpcode() == Opcodes.IF_ACMPNE)) {
                    comparison(method.instructions, jump, place);
                } else if (instruction instanceof TableSwitchInsnNode || instruction instanceof LookupSwitchInsnNode) {
                    choice(method.instructions, instruction, place);
                }
            }
        }
    }

    private int site(String place, String named, String ofSwitch) {
        sites.add(new Site(place, named, ofSwitch));
        return sites.size() - 1;
    }

    private void instanceOf(InsnList code, TypeInsnNode test, String place) {
        if (kinds.computeIfAbsent(test.desc, name -> SEALED.contains(superOf.apply(name)))) {
            InsnList question = new InsnList();
            question.add(new LdcInsnNode(site(place, simple(test.desc), null)));
            question.add(new MethodInsnNode(Opcodes.INVOKESTATIC, HIDING, "holds", "(ZI)Z"));
            code.insert(test, question);
        }
    }

    private void comparison(InsnList code, JumpInsnNode jump, String place) {
        if (before(jump) instanceof FieldInsnNode constant
                && constant.getOpcode() == Opcodes.GETSTATIC
                && KINDS.contains(constant.owner)
                && constant.desc.equals("L" + constant.owner + ";")) {
            InsnList question = new InsnList();
            question.add(new LdcInsnNode(site(place, constant.name, null)));
            question.add(new MethodInsnNode(
                    Opcodes.INVOKESTATIC, HIDING, "isSame", "(Ljava/lang/Object;Ljava/lang/Object;I)Z"));
            code.insertBefore(jump, question);
            jump.setOpcode(jump.getOpcode() == Opcodes.IF_ACMPEQ ? Opcodes.IFNE : Opcodes.IFEQ);
        }
    }

    /** A switch over an enum goes by a table that the compiler keeps in a class of its own. */
    private void choice(InsnList code, AbstractInsnNode selection, String place) {
        if (!(before(selection) instanceof InsnNode load) || load.getOpcode() != Opcodes.IALOAD) {
            return;
        }
        if (!(before(load) instanceof MethodInsnNode ordinal) || !KINDS.contains(ordinal.owner)) {
            return;
        }
        FieldInsnNode table = table(ordinal);
        List<String> cases = cases(table);
        int first = sites.size() - 1;
        for (int i = 1; i < cases.size(); i++) {
            site(place, cases.get(i), simple(ordinal.owner));
        }
        InsnList question = new InsnList();
        question.add(new LdcInsnNode(first));
        question.add(new MethodInsnNode(Opcodes.INVOKESTATIC, HIDING, "choice", "(II)I"));
        code.insert(load, question);
    }

    private static FieldInsnNode table(AbstractInsnNode ordinal) {
        String name = "$SwitchMap$" + ((MethodInsnNode) ordinal).owner.replace('/', '$');
        for (AbstractInsnNode walk = ordinal; walk != null; walk = walk.getPrevious()) {
            if (walk instanceof FieldInsnNode table && table.name.equals(name)) {
                return table;
            }
        }
        throw new IllegalStateException("a switch by no table");
    }

    /** The constants by their numbers in the table, which begin with 1. */
    private List<String> cases(FieldInsnNode table) {
        List<String> cases = new ArrayList<>();
        cases.add(null);
        ClassNode owner = classes.apply(table.owner);
        MethodNode fill = owner.methods.stream()
                .filter(method -> method.name.equals("<clinit>"))
                .findFirst()
                .orElseThrow();
        boolean isOwn = false;
        String constant = null;
        for (AbstractInsnNode instruction : fill.instructions) {
            if (instruction instanceof FieldInsnNode field && field.getOpcode() == Opcodes.GETSTATIC) {
                if (field.name.startsWith("$SwitchMap$")) {
                    isOwn = field.name.equals(table.name);
                } else {
                    constant = field.name;
                }
            } else if (instruction.getOpcode() == Opcodes.IASTORE && isOwn) {
                cases.add(constant);
            }
        }
        return cases;
    }

    private static AbstractInsnNode before(AbstractInsnNode instruction) {
        AbstractInsnNode walk = instruction.getPrevious();
        while (walk != null && walk.getOpcode() < 0) {
            walk = walk.getPrevious();
        }
        return walk;
    }

    private static String simple(String internalName) {
        return internalName.substring(internalName.lastIndexOf('/') + 1);
    }
}
