/** One file of a bag and where its bytes come from. */
export interface BagMember {
    /** In the bag, portable ASCII. */
    path: string;
    size: number;
    sha256: string;
    content: {
        from: 'tree';
        path: string;
    } | {
        from: 'text';
        text: string;
    };
}
