//! regorus, by its interpreter and by its virtual machine. Policies are compiled before the clock runs, the machine is
//! kept warm from input to input as its own benches do, and an input that several plugins look at is parsed once.

use regorus::Value;
use regorus::languages::rego::compiler::Compiler;
use regorus::rvm::RegoVM;
use sekisho_bench_worker::{Engine, Failure, Found, Pair};

/// W1, one pass for each rule.
pub(crate) const FIELDS: &str = include_str!("../policies/fields.rego");
/// W1, one pass for all rules.
pub(crate) const FIELDS_ONCE: &str = include_str!("../policies/fields_once.rego");
/// W2.
pub(crate) const SETTINGS: &str = include_str!("../policies/settings.rego");

const RULE: &str = "data.bench.violations";

/// Which of regorus' two ways.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    Interpreter,
    Machine,
}

pub(crate) struct Rego {
    way: Way,
    inputs: Vec<String>,
    times: u16,
}

enum Way {
    Interpreter(Box<regorus::Engine>),
    Machine(Box<RegoVM>),
}

impl Rego {
    pub(crate) fn new(mode: Mode, policy: &str, inputs: Vec<String>, times: u16) -> Result<Self, Failure> {
        let mut engine = regorus::Engine::new();
        let added = engine.add_policy("bench.rego".to_owned(), policy.to_owned());
        added.map_err(Failure::because("regorus"))?;
        let compiled = engine
            .compile_with_entrypoint(&RULE.into())
            .map_err(Failure::because("regorus"))?;
        let way = match mode {
            Mode::Interpreter => Way::Interpreter(Box::new(engine)),
            Mode::Machine => {
                let program = Compiler::compile_from_policy(&compiled, &[RULE]).map_err(Failure::because("regorus"))?;
                let mut machine = RegoVM::new_with_policy(compiled);
                machine.set_max_instructions(usize::MAX);
                machine.load_program(program);
                machine
                    .set_data(Value::new_object())
                    .map_err(Failure::because("regorus"))?;
                Way::Machine(Box::new(machine))
            }
        };
        Ok(Self { way, inputs, times })
    }

    /// The findings of one input.
    fn evaluate(way: &mut Way, input: &Value) -> Result<Value, Failure> {
        match way {
            Way::Interpreter(engine) => {
                engine.set_input(input.clone());
                engine.eval_rule(RULE.to_owned()).map_err(Failure::because("regorus"))
            }
            Way::Machine(machine) => {
                machine.set_input(input.clone());
                machine
                    .execute_entry_point_by_index(0)
                    .map_err(Failure::because("regorus"))
            }
        }
    }
}

impl Engine for Rego {
    fn run(&mut self) -> Result<Found, Failure> {
        let mut pairs = Vec::new();
        for (number, text) in self.inputs.iter().enumerate() {
            let input = Value::from_json_str(text).map_err(Failure::because("regorus"))?;
            for time in 0..self.times {
                let answer = Self::evaluate(&mut self.way, &input)?;
                for found in answer.as_set().map_err(Failure::because("regorus"))? {
                    pairs.push(pair(found, number, time * 4)?);
                }
            }
        }
        // The last input would live on in the engine.
        match &mut self.way {
            Way::Interpreter(engine) => engine.set_input(Value::Undefined),
            Way::Machine(machine) => machine.set_input(Value::Undefined),
        }
        Ok(pairs.into())
    }
}

/// `[reference, rule]` in W1, a rule in W2, where the subject is known by its number.
fn pair(found: &Value, number: usize, first: u16) -> Result<Pair, Failure> {
    let rule = |value: &Value| {
        let rule = value.as_u64().map_err(Failure::because("regorus"))?;
        u16::try_from(rule).map_err(Failure::because("regorus"))
    };
    if let Value::Array(cells) = found {
        let [place, number] = cells.as_slice() else {
            return Err(Failure::new("regorus answers something else than a place and a rule"));
        };
        let place = place.as_string().map_err(Failure::because("regorus"))?;
        return Ok((place.to_string(), first + rule(number)?));
    }
    Ok((format!("host-{number:05}"), rule(found)?))
}

/// W3: what a process does that is started for one input; answers how many rules are broken.
pub(crate) fn once(input: &std::path::Path) -> Result<usize, Failure> {
    let text = std::fs::read_to_string(input).map_err(Failure::because("cannot read the input"))?;
    Ok(Rego::new(Mode::Interpreter, FIELDS, vec![text], 1)?.run()?.pairs.len())
}
