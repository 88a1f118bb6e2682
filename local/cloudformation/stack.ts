/** A stack of the synthesized backend with its nested stacks, resolved as CloudFormation resolves it at deployment. */
import { resolveGetAtt, resolveRef } from './attributes';
import { readTemplate, type CloudAssembly, type Template } from './cloud-assembly';
import { noValue, resolve, type Scope } from './intrinsics';
import type { DeploymentEnvironment, Resource } from './resource';

export class Stack implements Scope {
  private readonly nested = new Map<string, Stack>();

  constructor(
    private readonly template: Template,
    private readonly parameters: Record<string, unknown>,
    private readonly assembly: CloudAssembly,
    private readonly environment: DeploymentEnvironment,
  ) {}

  static root(assembly: CloudAssembly, environment: DeploymentEnvironment): Stack {
    return new Stack(assembly.rootTemplate, {}, assembly, environment);
  }

  ref(name: string): unknown {
    const pseudo: Record<string, unknown> = {
      'AWS::Region': this.environment.region,
      'AWS::AccountId': this.environment.accountId,
      'AWS::Partition': 'aws',
      'AWS::URLSuffix': 'amazonaws.com',
      'AWS::StackName': 'local',
      'AWS::StackId': `arn:aws:cloudformation:${this.environment.region}:${this.environment.accountId}:stack/local/local`,
      'AWS::NoValue': noValue,
    };
    if (Object.hasOwn(pseudo, name)) return pseudo[name];
    if (Object.hasOwn(this.parameters, name)) return this.parameters[name];
    if (Object.hasOwn(this.template.Parameters, name)) {
      const value = this.template.Parameters[name]?.Default;
      if (value === undefined) throw new Error(`Parameter ${name} has no value.`);
      return value;
    }
    return resolveRef(this.resource(name), this.environment);
  }

  getAtt(logicalId: string, name: string): unknown {
    if (this.template.Resources[logicalId]?.Type === 'AWS::CloudFormation::Stack' && name.startsWith('Outputs.')) {
      return this.nestedStack(logicalId).output(name.slice('Outputs.'.length));
    }
    return resolveGetAtt(this.resource(logicalId), name, this.environment);
  }

  condition(name: string): boolean {
    if (!Object.hasOwn(this.template.Conditions, name)) throw new Error(`The template has no condition ${name}.`);
    return Boolean(resolve(this.template.Conditions[name], this));
  }

  /** Yields the resources of the given types in this stack and its nested stacks, unless their condition is false. */
  *resources(...types: string[]): Generator<Resource> {
    for (const [logicalId, { Type, Condition }] of Object.entries(this.template.Resources)) {
      if (Condition && !this.condition(Condition)) continue;
      if (Type === 'AWS::CloudFormation::Stack') yield* this.nestedStack(logicalId).resources(...types);
      else if (types.includes(Type)) yield this.resource(logicalId);
    }
  }

  private resource(logicalId: string): Resource {
    const resource = Object.hasOwn(this.template.Resources, logicalId) && this.template.Resources[logicalId];
    if (!resource) throw new Error(`The template has no resource ${logicalId}.`);
    const properties = resolve(resource.Properties, this) as Record<string, unknown>;
    return { logicalId, type: resource.Type, properties };
  }

  private output(name: string): unknown {
    return resolve(this.template.Outputs[name]?.Value, this);
  }

  private nestedStack(logicalId: string): Stack {
    const existing = this.nested.get(logicalId);
    if (existing) return existing;
    const { TemplateURL, Parameters } = this.template.Resources[logicalId]?.Properties ?? {};
    const template = readTemplate(this.assembly.assetPath(String(resolve(TemplateURL, this))));
    const stack = new Stack(template, new LazyParameters(Parameters, this).values, this.assembly, this.environment);
    this.nested.set(logicalId, stack);
    return stack;
  }
}

/** Resolves a nested stack's parameters on first use, because they may refer to outputs of sibling stacks. */
class LazyParameters {
  readonly values: Record<string, unknown> = {};

  constructor(parameters: unknown, parent: Stack) {
    for (const [name, value] of Object.entries((parameters ?? {}) as Record<string, unknown>)) {
      Object.defineProperty(this.values, name, { enumerable: true, get: () => resolve(value, parent) });
    }
  }
}
