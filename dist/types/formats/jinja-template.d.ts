/**
 * What a Jinja template reaches for, without evaluating it. A chat template needs variables, tests, loops and filters;
 * reaching for attributes with two underscores, for `attr` or for other templates is how a sandbox is left.
 */
export interface TemplateReach {
    /** `attribute` · `filter` · `statement` */
    kind: 'attribute' | 'filter' | 'statement';
    name: string;
    /** Index of the code block in the template, in characters. */
    at: number;
}
/** Everything suspicious that the code blocks of a template name, in order, at most one per name. */
export declare function templateReaches(template: string): TemplateReach[];
