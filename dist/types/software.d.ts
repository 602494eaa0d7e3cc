/** What we call ourselves in bags, crates and reports. */
export declare const SOFTWARE: {
    readonly name: 'modelbag';
    readonly version: string;
    readonly url: 'https://github.com/modelbag/modelbag';
};
/** How we introduce ourselves to servers. */
export declare const USER_AGENT: string;
