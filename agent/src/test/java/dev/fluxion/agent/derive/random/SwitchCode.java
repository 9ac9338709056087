package dev.fluxion.agent.derive.random;

import dev.fluxion.agent.derive.random.Enclosure.Target;
import dev.fluxion.agent.derive.random.Shapes.Shape;
import dev.fluxion.agent.derive.random.Statement.Case;
import dev.fluxion.agent.derive.random.Statement.Switch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.LabelNode;

/** Switches: as a table, as a list of keys, or as one comparison after another. */
final class SwitchCode implements Opcodes {
    private static final int LARGE = 300;

    private final MethodCode method;
    private final Code code;

    SwitchCode(MethodCode method) {
        this.method = method;
        code = method.code;
    }

    void run(Switch choice) {
        LabelNode leave = new LabelNode();
        LabelNode otherwise = leave;
        List<List<Integer>> labels = new ArrayList<>();
        List<LabelNode> targets = new ArrayList<>();
        for (Case each : choice.cases()) {
            labels.add(each.labels());
            LabelNode target = new LabelNode();
            targets.add(target);
            otherwise = each.labels().isEmpty() ? target : otherwise;
        }
        method.expressions.as(choice.selector(), Kind.INT);
        select(labels, targets, otherwise);
        Target target = new Target(method.leaving.innermost(), null, true, leave, null);
        method.leaving.inside(target, () -> cases(choice, targets, leave));
        code.mark(leave);
    }

    private void cases(Switch choice, List<LabelNode> targets, LabelNode leave) {
        int mark = method.locals.mark();
        for (int i = 0; i < targets.size(); i++) {
            code.mark(targets.get(i));
            method.statements.block(choice.cases().get(i).body());
            if (choice.arrows() && code.isReachable()) {
                code.jump(GOTO, leave, 0);
            }
        }
        method.locals.release(mark);
    }

    /** Jumps to the target of the labels that the int on the stack is among. */
    void select(List<List<Integer>> labels, List<LabelNode> targets, LabelNode otherwise) {
        Map<Integer, LabelNode> byKey = new TreeMap<>();
        for (int i = 0; i < targets.size(); i++) {
            for (Integer label : labels.get(i)) {
                byKey.put(label, targets.get(i));
            }
        }
        int[] keys = byKey.keySet().stream().mapToInt(key -> key).toArray();
        boolean dense = keys.length > 0 && keys[keys.length - 1] - keys[0] < 2 * keys.length;
        boolean small = keys.length > 0 && (dense || keys[keys.length - 1] - keys[0] < LARGE);
        boolean other = method.shapes.wants(Shape.OTHER_SWITCH);
        if (other && method.shapes.draw().chance(0.3)) {
            compare(byKey, otherwise);
            return;
        }
        code.choose(otherwise, keys, byKey.values().toArray(LabelNode[]::new), small && other != dense);
    }

    /** The number stays on the stack until it is found, where two ways pop it. */
    private void compare(Map<Integer, LabelNode> byKey, LabelNode otherwise) {
        Type type = code.below(0);
        byKey.forEach((key, target) -> {
            LabelNode further = new LabelNode();
            code.plain(DUP, 0, type);
            code.whole(key);
            code.jump(IF_ICMPNE, further, 2);
            code.pop();
            code.jump(GOTO, target, 0);
            code.mark(further);
        });
        code.pop();
        code.jump(GOTO, otherwise, 0);
    }
}
