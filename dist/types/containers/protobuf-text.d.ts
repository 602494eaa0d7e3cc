/** A message in text form: every field is a list; enum names, numbers and booleans stay text. */
export interface TextMessage {
    [field: string]: (string | TextMessage)[];
}
export declare const isMessage: (value: string | TextMessage | undefined) => value is TextMessage;
/** Messages below a field, in order. */
export declare const messages: (message: TextMessage, field: string) => TextMessage[];
/** Plain values of a field, in order. */
export declare const values: (message: TextMessage, field: string) => string[];
/** Last plain value of a field; '' where there is none. */
export declare const value: (message: TextMessage, field: string) => string;
/** Parses protobuf text format. Throws `invalid-structure`, `truncated`, and `resource-limit` for nesting beyond `depth`. */
export declare function parseTextMessage(text: string, depth: number): TextMessage;
